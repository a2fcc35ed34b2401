package dev.sluice.rollout.count;

import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// How many admitted devices of a ring that have not answered still have floor releases before
/// them.
///
/// @param devices by the version of the floor release, immutable; a device counts for each that it
///     has yet to pass
/// @param most the most floor releases that any device of the ring has had before it, also earlier
public record Passages(SortedMap<String, Long> devices, int most) {
  /// All devices go straight.
  public static final Passages NONE = new Passages(Collections.emptySortedMap(), 0);

  /// Copies the counts.
  public Passages {
    devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
    if (most < devices.size() || devices.values().stream().anyMatch(count -> count <= 0)) {
      throw new IllegalArgumentException(
          "expected as many passages as floor releases, got %d of %s".formatted(most, devices));
    }
  }

  /// These devices. Who is below one floor release is below all higher ones, so that the number of
  /// floor releases is that of whoever is the farthest behind.
  public static Passages of(SortedMap<String, Long> devices) {
    return new Passages(devices, devices.size());
  }

  /// One device.
  public static Passages of(List<ReleaseRef> before) {
    SortedMap<String, Long> one = new TreeMap<>();
    before.forEach(floor -> one.put(floor.release().version().value(), 1L));
    return of(one);
  }

  /// The devices of two disjoint groups together.
  public Passages plus(Passages other) {
    SortedMap<String, Long> sum = new TreeMap<>(devices);
    other.devices.forEach((floor, count) -> sum.merge(floor, count, Long::sum));
    return new Passages(sum, Math.max(Math.max(most, other.most), sum.size()));
  }

  /// What was counted later.
  public Passages followedBy(Passages later) {
    return new Passages(later.devices, Math.max(most, later.most));
  }

  /// Whether no device has had any before it.
  public boolean isEmpty() {
    return most == 0;
  }

  /// The counts as a JSON value.
  public JsonObject toJson() {
    var counts = JsonObject.builder();
    devices.forEach(counts::put);
    return JsonObject.builder().put("devices", counts.build()).put("most", most).build();
  }

  /// Reads the member `name`, which is what [#toJson()] writes; absent all go straight.
  ///
  /// @throws MalformedJsonException if it is there and something else
  public static Passages fromJson(JsonObject object, String name) throws MalformedJsonException {
    if (!object.has(name)) {
      return NONE;
    }
    JsonObject json = object.requireObject(name);
    JsonObject counts = json.requireObject("devices");
    SortedMap<String, Long> devices = new TreeMap<>();
    for (String floor : counts.names()) {
      devices.put(floor, counts.requireLong(floor, 1, Long.MAX_VALUE));
    }
    return new Passages(devices, (int) json.requireLong("most", devices.size(), Integer.MAX_VALUE));
  }
}
