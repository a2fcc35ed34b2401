package dev.sluice.rollout.traffic;

import dev.sluice.events.device.NodeId;
import dev.sluice.events.report.NodeReported;
import dev.sluice.events.report.NodeTraffic;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.PlainJson;
import dev.sluice.tuf.json.StrictJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is known of an edge node.
///
/// | report | effect |
/// |---|---|
/// | of a start that is not known | the node started anew: all its figures are added |
/// | of a known start | what is more than before is added; nothing if late, or doubled |
///
/// The clocks of nodes are not compared: one that was set back makes no report a late one.
///
/// @param node which node
/// @param tier as it said last
/// @param upstream as it said last
/// @param everySeconds how often it reports
/// @param reportedAt when it said so, by its clock
/// @param heardAt when that came
/// @param starts the latest one first, at most [#KEPT_STARTS]; not empty
public record NodeRecord(
    NodeId node,
    int tier,
    String upstream,
    int everySeconds,
    Instant reportedAt,
    Instant heardAt,
    List<Start> starts) {
  /// How many starts are remembered, so that late reports of earlier ones count once.
  public static final int KEPT_STARTS = 4;

  /// Longest form in bytes: every figure and text at its longest.
  private static final long MAX_LENGTH_BYTES = 8_192;

  /// Checks the number of starts, and copies.
  public NodeRecord {
    starts = List.copyOf(starts);
    if (starts.isEmpty() || starts.size() > KEPT_STARTS) {
      throw new IllegalArgumentException(
          "expected 1 to %d starts, got %d".formatted(KEPT_STARTS, starts.size()));
    }
  }

  /// One run of a node.
  ///
  /// @param startedAt tells it from others
  /// @param traffic as the node counted it
  public record Start(Instant startedAt, NodeTraffic traffic) {}

  /// What follows from a report.
  ///
  /// @param record of the node from now on
  /// @param added what is to be counted; empty for nothing
  public record Heard(NodeRecord record, Optional<Added> added) {}

  /// A node that was not known reports.
  ///
  /// @param at when it said so, by its clock
  /// @param now when that came
  public static Heard first(NodeReported said, Instant at, Instant now) {
    var start = new Start(said.startedAt(), said.traffic());
    return new Heard(of(said, at, now, List.of(start)), sinceStart(said, at));
  }

  /// The node reports again.
  ///
  /// @param at when it said so, by its clock
  /// @param now when that came
  public Heard with(NodeReported said, Instant at, Instant now) {
    for (int i = 0; i < starts.size(); i++) {
      if (starts.get(i).startedAt().equals(said.startedAt())) {
        return with(i, said, at, now);
      }
    }
    List<Start> next = new ArrayList<>();
    next.add(new Start(said.startedAt(), said.traffic()));
    next.addAll(starts.subList(0, Math.min(starts.size(), KEPT_STARTS - 1)));
    return new Heard(of(said, at, now, next), sinceStart(said, at));
  }

  private Heard with(int place, NodeReported said, Instant at, Instant now) {
    Start known = starts.get(place);
    NodeTraffic most = known.traffic().most(said.traffic());
    List<Start> next = new ArrayList<>(starts);
    next.set(place, new Start(known.startedAt(), most));
    boolean isLatest = place == 0 && most.equals(said.traffic());
    Instant from = isLatest && reportedAt.isBefore(at) ? reportedAt : at;
    var added = added(tier, from, at, most.without(known.traffic()));
    var record =
        isLatest && !at.equals(reportedAt)
            ? of(said, at, now, next)
            : new NodeRecord(node, tier, upstream, everySeconds, reportedAt, heardAt, next);
    return new Heard(record, added);
  }

  /// Its figures since its latest start.
  public Start latest() {
    return starts.getFirst();
  }

  private static Optional<Added> sinceStart(NodeReported said, Instant at) {
    Instant from = said.startedAt().isBefore(at) ? said.startedAt() : at;
    return added(said.tier(), from, at, said.traffic());
  }

  private static Optional<Added> added(int tier, Instant from, Instant to, NodeTraffic traffic) {
    return traffic.equals(NodeTraffic.NONE)
        ? Optional.empty()
        : Optional.of(new Added(tier, from, to, traffic));
  }

  private static NodeRecord of(NodeReported said, Instant at, Instant now, List<Start> starts) {
    return new NodeRecord(
        said.node(), said.tier(), said.upstream(), said.everySeconds(), at, now, starts);
  }

  /// The record as bytes, for what stores it.
  public byte[] encode() {
    return PlainJson.encode(
        JsonObject.builder()
            .put("node", node.value())
            .put("tier", tier)
            .put("upstream", upstream)
            .put("everySeconds", everySeconds)
            .put("reportedAt", reportedAt)
            .put("heardAt", heardAt)
            .put("starts", JsonArray.of(starts.stream().map(NodeRecord::toJson).toList()))
            .build());
  }

  private static JsonObject toJson(Start start) {
    return JsonObject.builder()
        .put("startedAt", start.startedAt())
        .put("traffic", start.traffic().toJson())
        .build();
  }

  /// Reads what [#encode()] wrote.
  ///
  /// @throws IllegalArgumentException if it is anything else
  public static NodeRecord decode(byte[] bytes) {
    try {
      JsonObject json = StrictJson.parseObject(bytes, JsonLimits.ofLength(MAX_LENGTH_BYTES));
      return new NodeRecord(
          NodeId.parse(json.requireString("node")),
          (int) json.requireLong("tier", 1, NodeReported.MAX_TIER),
          json.requireString("upstream"),
          (int) json.requireLong("everySeconds", 1, Integer.MAX_VALUE),
          json.requireInstant("reportedAt"),
          json.requireInstant("heardAt"),
          json.requireArray("starts").decodeEach(NodeRecord::start));
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException("a node's record: " + e.getMessage(), e);
    }
  }

  private static Start start(JsonObject json) throws MalformedJsonException {
    return new Start(
        json.requireInstant("startedAt"), NodeTraffic.fromJson(json.requireObject("traffic")));
  }
}
