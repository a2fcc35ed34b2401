package dev.sluice.rollout.plan;

import dev.sluice.release.SliceList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the origin and the tiers give out in one run: each node fetches a thing once, when the
/// first
/// below it asks.
final class Traffic {
  private static final long SLICE_BYTES = SliceList.DEFAULT_SLICE_LENGTH_BYTES;

  /// What a device reads beside the content, when it updates: timestamp, snapshot, the product's,
  /// the patches' and the rings' metadata, rings document, manifest, descriptor. Measured.
  private static final int DOCUMENTS = 8;

  private static final long DOCUMENT_BYTES = 7_400;

  /// What a node fetches of them anew when it hears of a wave. Measured.
  private static final long REFRESH_BYTES = 2_500;

  private final PlannedFleet fleet;
  private final List<Flow> flows = new ArrayList<>();

  /// When each node first needs each thing; the key is of tier, node and thing.
  private final Map<Long, Long> firsts = new HashMap<>();

  Traffic(PlannedFleet fleet) {
    this.fleet = fleet;
    for (int i = 0; i <= fleet.tiers().tiers(); i++) {
      flows.add(new Flow());
    }
  }

  /// Devices hear of a document: all nodes refresh.
  void announced(long atMillis) {
    for (int tier = 1; tier <= fleet.tiers().tiers(); tier++) {
      int nodes = fleet.tiers().nodes(tier);
      flows.get(tier - 1).add(atMillis, (double) nodes * DOCUMENTS, (double) nodes * REFRESH_BYTES);
    }
  }

  /// A device starts to pull.
  ///
  /// @param lastNode the node that it asks
  void pulled(long atMillis, int lastNode, int thing) {
    int tier = fleet.tiers().tiers();
    int node = lastNode;
    long bytes = fleet.downloads().bytes(thing);
    flows.get(tier).add(atMillis, DOCUMENTS + slices(bytes), (double) DOCUMENT_BYTES + bytes);
    while (tier > 0 && firsts.merge(key(tier, node, thing), atMillis, Math::min) >= atMillis) {
      node = fleet.tiers().parent(tier, node);
      tier--;
    }
  }

  private static long key(int tier, int node, int thing) {
    return ((long) tier << 48) | ((long) node << 20) | thing;
  }

  private static double slices(long bytes) {
    return Math.ceilDiv(Math.max(1, bytes), SLICE_BYTES);
  }

  /// All of it, the origin first.
  List<RolloutPlan.TierPlan> tiers() {
    firsts.forEach(
        (key, at) -> {
          int tier = (int) (key >>> 48);
          long bytes = fleet.downloads().bytes((int) (key & 0xF_FFFF));
          flows.get(tier - 1).add(at, slices(bytes), (double) bytes);
        });
    firsts.clear();
    List<RolloutPlan.TierPlan> plans = new ArrayList<>();
    for (int tier = 0; tier < flows.size(); tier++) {
      plans.add(
          flows.get(tier).of(tier == 0 ? "origin" : "tier " + tier, fleet.tiers().nodes(tier)));
    }
    return plans;
  }
}
