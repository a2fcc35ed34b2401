package dev.sluice.rollout.count;

import dev.sluice.events.rollout.FailureCauses;
import dev.sluice.events.safeguard.HeldDevices;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Map;
import java.util.TreeMap;

/// Writes reports of partitions as JSON and reads them back.
public final class ReportCodec {
  private static final String FLAGS_OFF = "flagsOff";

  private ReportCodec() {}

  /// The report, what is counted of the rings by what it is.
  public static JsonObject toJson(PartitionReport report) {
    var rings = JsonObject.builder();
    var causes = JsonObject.builder();
    var times = JsonObject.builder();
    var held = JsonObject.builder();
    var passages = JsonObject.builder();
    report
        .rings()
        .forEach(
            (name, ring) -> {
              rings.put(name, counts(ring.counts()));
              if (!ring.causes().equals(FailureCauses.NONE)) {
                causes.put(name, ring.causes().toJson());
              }
              if (!ring.times().isEmpty()) {
                times.put(name, ring.times().toJson());
              }
              if (!ring.held().isEmpty()) {
                held.put(name, ring.held().toJson());
              }
              if (!ring.passages().isEmpty()) {
                passages.put(name, ring.passages().toJson());
              }
            });
    var json =
        JsonObject.builder()
            .put("partition", report.partition())
            .put("partitions", report.partitions())
            .put("sequence", report.sequence())
            .put("revision", report.revision())
            .put("rings", rings.build())
            .put("causes", causes.build());
    putUnlessEmpty(json, "times", times.build());
    putUnlessEmpty(json, "heldByRing", held.build());
    putUnlessEmpty(json, FLAGS_OFF, flagsOff(report.flagsOff()));
    putUnlessEmpty(json, "passages", passages.build());
    return json.build();
  }

  private static JsonObject flagsOff(Map<String, Map<String, Long>> byRing) {
    var rings = JsonObject.builder();
    byRing.forEach(
        (ring, off) -> {
          var devices = JsonObject.builder();
          off.forEach(devices::put);
          rings.put(ring, devices.build());
        });
    return rings.build();
  }

  private static void putUnlessEmpty(JsonObject.Builder json, String name, JsonObject value) {
    if (!value.isEmpty()) {
      json.put(name, value);
    }
  }

  /// Reads what [#toJson(PartitionReport)] wrote; earlier versions counted rings only.
  ///
  /// @throws MalformedJsonException if it is anything else
  public static PartitionReport fromJson(JsonObject json) throws MalformedJsonException {
    JsonObject counts = json.requireObject("rings");
    JsonObject causes = json.findObject("causes").orElseGet(JsonObject::empty);
    JsonObject times = json.findObject("times").orElseGet(JsonObject::empty);
    JsonObject held = json.findObject("heldByRing").orElseGet(JsonObject::empty);
    JsonObject passages = json.findObject("passages").orElseGet(JsonObject::empty);
    Map<String, RingReport> rings = new TreeMap<>();
    for (String ring : counts.names()) {
      rings.put(
          ring,
          new RingReport(
              counts(counts.requireObject(ring)),
              causes.has(ring) ? FailureCauses.fromJson(causes, ring) : FailureCauses.NONE,
              times.has(ring) ? RingTimes.fromJson(times.requireObject(ring)) : RingTimes.NONE,
              HeldDevices.fromJson(held, ring),
              Passages.fromJson(passages, ring)));
    }
    long partitions = json.requireLong("partitions", 1, Integer.MAX_VALUE);
    return new PartitionReport(
        (int) json.requireLong("partition", 0, partitions - 1),
        (int) partitions,
        json.requireLong("sequence", 0, Long.MAX_VALUE),
        json.requireLong("revision", 0, Long.MAX_VALUE),
        rings,
        flagsOff(json.findObject(FLAGS_OFF).orElseGet(JsonObject::empty)));
  }

  private static Map<String, Map<String, Long>> flagsOff(JsonObject rings)
      throws MalformedJsonException {
    Map<String, Map<String, Long>> byRing = new TreeMap<>();
    for (String ring : rings.names()) {
      JsonObject off = rings.requireObject(ring);
      Map<String, Long> devices = new TreeMap<>();
      for (String flag : off.names()) {
        devices.put(flag, off.requireLong(flag, 1, Long.MAX_VALUE));
      }
      byRing.put(ring, devices);
    }
    return byRing;
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
