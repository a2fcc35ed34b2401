package dev.sluice.rollout.plan;

import java.util.List;

/// How many edge nodes each tier has, the one next to the origin first.
///
/// Nodes of a tier share those of the tier before evenly, and devices the last tier's.
///
/// @param nodes 1 to [#MAX_NODES] for each tier, not fewer than in the tier before; at most
///     [#MAX_TIERS] tiers; without any, devices pull from the origin
public record EdgeTiers(List<Integer> nodes) {
  /// Most tiers.
  public static final int MAX_TIERS = 8;

  /// Most nodes of a tier.
  public static final int MAX_NODES = 10_000;

  /// Checks the numbers.
  public EdgeTiers {
    nodes = List.copyOf(nodes);
    int before = 1;
    for (int here : nodes) {
      if (here < before || here > MAX_NODES) {
        throw new IllegalArgumentException(
            "tiers: expected rising numbers of nodes, 1 to %d, got %s".formatted(MAX_NODES, nodes));
      }
      before = here;
    }
    if (nodes.size() > MAX_TIERS) {
      throw new IllegalArgumentException(
          "tiers: expected at most " + MAX_TIERS + ", got " + nodes.size());
    }
  }

  /// How many tiers there are.
  int tiers() {
    return nodes.size();
  }

  /// The nodes of a tier; the origin is tier 0 and counts as one.
  int nodes(int tier) {
    return tier == 0 ? 1 : nodes.get(tier - 1);
  }

  /// Which node of the tier before a node pulls from.
  int parent(int tier, int node) {
    return tier <= 1 ? 0 : (int) ((long) node * nodes(tier - 1) / nodes(tier));
  }
}
