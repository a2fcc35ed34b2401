package dev.sluice.events.report;

import dev.sluice.events.device.NodeId;
import dev.sluice.events.field.Fields;
import dev.sluice.release.Members;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Instant;

/// An edge node says what it gave out and took in since it started.
///
/// The figures only rise until the node starts anew, so that a report that is lost, late or comes
/// twice does no harm: the next one says it all.
///
/// @param node which node
/// @param startedAt when it started, by its clock: tells the counters of one start from another's
/// @param tier how many nodes a byte passes from the origin to its clients, itself included: 1 to
///     [#MAX_TIER]
/// @param upstream where its bytes come from: [#ORIGIN], or the next tier's node, or its address
///     while its name is not known; at most [#MAX_UPSTREAM_LENGTH] characters
/// @param everySeconds how often it reports, 1 to 86,400
/// @param traffic bytes since the start
public record NodeReported(
    NodeId node,
    Instant startedAt,
    int tier,
    String upstream,
    int everySeconds,
    NodeTraffic traffic)
    implements DeviceReport {
  /// Most tiers between the origin and a device.
  public static final int MAX_TIER = 16;

  /// The upstream of the first tier.
  public static final String ORIGIN = "origin";

  /// Longest name or address of an upstream.
  public static final int MAX_UPSTREAM_LENGTH = 200;

  /// The CloudEvents type.
  public static final String TYPE = "node.reported";

  private static final int MAX_SECONDS = 86_400;

  /// Checks the ranges.
  public NodeReported {
    Fields.requireTime(startedAt);
    Fields.require(tier >= 1 && tier <= MAX_TIER, "tier out of range: " + tier);
    Fields.require(
        Fields.isText(upstream, MAX_UPSTREAM_LENGTH),
        "upstream must be Unicode of at most " + MAX_UPSTREAM_LENGTH + " characters");
    Fields.require(
        everySeconds >= 1 && everySeconds <= MAX_SECONDS, "interval out of range: " + everySeconds);
  }

  @Override
  public String key() {
    return node.value();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public JsonObject toData() {
    return JsonObject.builder()
        .put("node", node.value())
        .put("startedAt", startedAt)
        .put("tier", tier)
        .put("upstream", upstream)
        .put("everySeconds", everySeconds)
        .put("traffic", traffic.toJson())
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static NodeReported fromData(JsonObject data) throws MalformedJsonException {
    return new NodeReported(
        Members.require(data, "node", NodeId.SYNTAX, NodeId::isValid, NodeId::new),
        Fields.time(data, "startedAt"),
        (int) data.requireLong("tier", 1, MAX_TIER),
        Fields.text(data, "upstream", MAX_UPSTREAM_LENGTH),
        (int) data.requireLong("everySeconds", 1, MAX_SECONDS),
        NodeTraffic.fromJson(data.requireObject("traffic")));
  }
}
