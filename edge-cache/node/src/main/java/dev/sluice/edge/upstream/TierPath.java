package dev.sluice.edge.upstream;

import dev.sluice.events.report.NodeReported;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Through which nodes bytes come from the origin to this one.
///
/// Each node names itself, and those above it, in the `Via` of its answers (RFC 9110 section
/// 7.6.3). So a node learns its place from the answers of the next tier; before the first one it
/// takes itself for the second tier. A cache of others on the way that names itself counts as one.
///
/// Safe for use by all threads.
public final class TierPath {
  private static final Pattern RECEIVED_BY = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,128}");
  private static final int MOST_ABOVE = NodeReported.MAX_TIER - 1;

  private final String nodeId;
  private final Optional<String> nextTier;
  private volatile List<String> above = List.of();

  /// @param nodeId names this node
  /// @param nextTier where the next tier is; empty if upstream is the origin
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // as the configuration has it
  public TierPath(String nodeId, Optional<URI> nextTier) {
    this.nodeId = nodeId;
    this.nextTier = nextTier.map(TierPath::address);
  }

  /// Takes in the `Via` of an answer of the next tier; empty if it had none.
  void learn(String via) {
    List<String> names = new ArrayList<>();
    for (String entry : via.split(",", -1)) {
      String[] words = entry.strip().split("\\s+", -1);
      if (words.length > 1 && RECEIVED_BY.matcher(words[1]).matches()) {
        names.add(words[1]);
      }
    }
    if (!names.equals(above) && names.size() <= MOST_ABOVE && !names.contains(nodeId)) {
      above = List.copyOf(names);
    }
  }

  /// How many nodes a byte passes from the origin to a client, this one included: 1 to
  /// [NodeReported#MAX_TIER].
  public int tier() {
    return nextTier.isEmpty() ? 1 : 1 + Math.max(1, above.size());
  }

  /// Where bytes come from: [NodeReported#ORIGIN], or the name of the next tier's node, or its
  /// address while it has not told its name.
  public String upstream() {
    List<String> names = above;
    return names.isEmpty() ? nextTier.orElse(NodeReported.ORIGIN) : names.getLast();
  }

  /// The `Via` of this node's answers.
  public String via() {
    var via = new StringBuilder();
    above.forEach(name -> via.append("1.1 ").append(name).append(", "));
    return via.append("1.1 ").append(nodeId).toString();
  }

  private static String address(URI url) {
    String address = url.getScheme() + "://" + url.getAuthority();
    return address.substring(0, Math.min(address.length(), NodeReported.MAX_UPSTREAM_LENGTH));
  }
}
