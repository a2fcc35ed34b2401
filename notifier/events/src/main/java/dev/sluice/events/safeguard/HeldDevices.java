package dev.sluice.events.safeguard;

import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How many devices holds keep out. A device counts for the first hold that does.
///
/// @param byHold devices, at least one, by the name of the hold; immutable
public record HeldDevices(SortedMap<String, Long> byHold) {
  /// Nobody is kept out.
  public static final HeldDevices NONE = new HeldDevices(Collections.emptySortedMap());

  /// Checks the numbers, and copies.
  public HeldDevices {
    byHold = Collections.unmodifiableSortedMap(new TreeMap<>(byHold));
    if (byHold.values().stream().anyMatch(devices -> devices < 1)) {
      throw new IllegalArgumentException("expected devices of each hold, got " + byHold);
    }
  }

  /// Whether nobody is kept out.
  public boolean isEmpty() {
    return byHold.isEmpty();
  }

  /// How many devices one hold keeps out.
  public long of(String hold) {
    return byHold.getOrDefault(hold, 0L);
  }

  /// Those of two disjoint groups of devices together.
  public HeldDevices plus(HeldDevices other) {
    SortedMap<String, Long> sum = new TreeMap<>(byHold);
    other.byHold.forEach((hold, devices) -> sum.merge(hold, devices, Long::sum));
    return new HeldDevices(sum);
  }

  /// In words: `2 held by bad-board, 1 held by old-loader`; empty if nobody is kept out.
  public String words() {
    return byHold.entrySet().stream()
        .map(hold -> hold.getValue() + " held by " + hold.getKey())
        .collect(Collectors.joining(", "));
  }

  /// The form in documents: a number for each name.
  public JsonObject toJson() {
    var json = JsonObject.builder();
    byHold.forEach(json::put);
    return json.build();
  }

  /// Reads the member `name`, which is what [#toJson()] gave; absent nobody is kept out.
  ///
  /// @throws MalformedJsonException if it is there and something else
  public static HeldDevices fromJson(JsonObject object, String name) throws MalformedJsonException {
    JsonObject json = object.findObject(name).orElseGet(JsonObject::empty);
    SortedMap<String, Long> byHold = new TreeMap<>();
    for (String hold : json.names()) {
      byHold.put(hold, json.requireLong(hold, 1, Long.MAX_VALUE));
    }
    return new HeldDevices(byHold);
  }
}
