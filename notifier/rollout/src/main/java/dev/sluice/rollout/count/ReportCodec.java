package dev.sluice.rollout.count;

import dev.sluice.events.rollout.FailureCauses;
import dev.sluice.tuf.json.Json;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Map;
import java.util.TreeMap;

/// Writes reports of partitions as JSON and reads them back.
public final class ReportCodec {
  private ReportCodec() {}

  /// The report, member for component.
  public static JsonObject toJson(PartitionReport report) {
    var rings = JsonObject.builder();
    report.rings().forEach((name, counts) -> rings.put(name, counts(counts)));
    var causes = JsonObject.builder();
    report.causes().forEach((name, groups) -> causes.put(name, groups.toJson()));
    var json =
        JsonObject.builder()
            .put("partition", report.partition())
            .put("partitions", report.partitions())
            .put("sequence", report.sequence())
            .put("revision", report.revision())
            .put("rings", rings.build())
            .put("causes", causes.build());
    if (!report.times().isEmpty()) {
      var times = JsonObject.builder();
      report.times().forEach((name, taken) -> times.put(name, taken.toJson()));
      json.put("times", times.build());
    }
    if (!report.held().isEmpty()) {
      var held = JsonObject.builder();
      report.held().forEach(held::put);
      json.put("held", held.build());
    }
    return json.build();
  }

  /// Reads what [#toJson(PartitionReport)] wrote.
  ///
  /// @throws MalformedJsonException if it is anything else
  public static PartitionReport fromJson(JsonObject json) throws MalformedJsonException {
    JsonObject objects = json.requireObject("rings");
    Map<String, RingCounts> rings = new TreeMap<>();
    for (Map.Entry<String, Json> ring : objects.members().entrySet()) {
      rings.put(ring.getKey(), counts(objects.requireObject(ring.getKey())));
    }
    // Absent in reports that an earlier version wrote.
    JsonObject groups = json.findObject("causes").orElseGet(JsonObject::empty);
    Map<String, FailureCauses> causes = new TreeMap<>();
    for (String ring : groups.names()) {
      causes.put(ring, FailureCauses.fromJson(groups, ring));
    }
    JsonObject taken = json.findObject("times").orElseGet(JsonObject::empty);
    Map<String, RingTimes> times = new TreeMap<>();
    for (String ring : taken.names()) {
      times.put(ring, RingTimes.fromJson(taken.requireObject(ring)));
    }
    JsonObject holds = json.findObject("held").orElseGet(JsonObject::empty);
    Map<String, Long> held = new TreeMap<>();
    for (String hold : holds.names()) {
      held.put(hold, holds.requireLong(hold, 0, Long.MAX_VALUE));
    }
    long partitions = json.requireLong("partitions", 1, Integer.MAX_VALUE);
    return new PartitionReport(
        (int) json.requireLong("partition", 0, partitions - 1),
        (int) partitions,
        json.requireLong("sequence", 0, Long.MAX_VALUE),
        json.requireLong("revision", 0, Long.MAX_VALUE),
        rings,
        causes,
        times,
        held);
  }

  private static JsonObject counts(RingCounts counts) {
    return JsonObject.builder()
        .put("devices", counts.devices())
        .put("admitted", counts.admitted())
        .put("confirmed", counts.confirmed())
        .put("failed", counts.failed())
        .put("inconclusive", counts.inconclusive())
        .build();
  }

  private static RingCounts counts(JsonObject json) throws MalformedJsonException {
    long devices = json.requireLong("devices", 0, Long.MAX_VALUE);
    long admitted = json.requireLong("admitted", 0, devices);
    long confirmed = json.requireLong("confirmed", 0, admitted);
    long failed = json.requireLong("failed", 0, admitted - confirmed);
    long inconclusive =
        json.has("inconclusive")
            ? json.requireLong("inconclusive", 0, admitted - confirmed - failed)
            : 0;
    return new RingCounts(devices, admitted, confirmed, failed, inconclusive);
  }
}
