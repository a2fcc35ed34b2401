package dev.sluice.rollout.count;

import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// How long the devices of a ring took to update, beside how long they took for the release that
/// the ring stands at.
///
/// @param taken admitted devices that have confirmed, by the time that it took them
/// @param former the version that the ring stands at; empty if it stands at none
/// @param formerTaken the devices of the ring, by the time that the former version took them
public record RingTimes(TimeCounts taken, String former, TimeCounts formerTaken) {
  /// Nobody was timed.
  public static final RingTimes NONE = new RingTimes(TimeCounts.NONE, "", TimeCounts.NONE);

  /// Whether there is nothing to tell.
  public boolean isEmpty() {
    return equals(NONE);
  }

  /// The times of two disjoint groups of devices together.
  public RingTimes plus(RingTimes other) {
    return new RingTimes(
        taken.plus(other.taken),
        former.isEmpty() ? other.former : former,
        formerTaken.plus(other.formerTaken));
  }

  /// The form in documents.
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("taken", taken.toJson())
        .put("former", former)
        .put("formerTaken", formerTaken.toJson())
        .build();
  }

  /// Reads what [#toJson()] wrote.
  ///
  /// @throws MalformedJsonException if it is anything else
  public static RingTimes fromJson(JsonObject json) throws MalformedJsonException {
    return new RingTimes(
        TimeCounts.fromJson(json.requireObject("taken")),
        json.requireString("former"),
        TimeCounts.fromJson(json.requireObject("formerTaken")));
  }
}
