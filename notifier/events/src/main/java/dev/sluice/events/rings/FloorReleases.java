package dev.sluice.events.rings;

import dev.sluice.release.ProductName;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The releases of a product that devices must pass through on their way forward.
///
/// A device that runs a release below such a floor and is to go above it installs the floor release
/// first, and goes on once that is found healthy. Notifier and device call this one rule. It has no
/// say in the way back, and none for a device that has not run a release of the product yet: there
/// is nothing that a floor release could prepare (our choice).
///
/// @param releases by rising counter, at most [#MAX_FLOORS], each counter once
public record FloorReleases(List<ReleaseRef> releases) {
  /// Most floor releases of one product: a device that was away for years still arrives in a day.
  public static final int MAX_FLOORS = 16;

  /// Devices go straight to what they are to run.
  public static final FloorReleases NONE = new FloorReleases(List.of());

  private static final Comparator<ReleaseRef> ORDER = Comparator.comparingLong(ReleaseRef::counter);

  /// Checks the number and the order.
  public FloorReleases {
    releases = List.copyOf(releases);
    if (!isList(releases)) {
      throw new IllegalArgumentException(
          "expected at most %d floor releases with rising counters, got %s"
              .formatted(MAX_FLOORS, releases));
    }
  }

  /// Releases in any order.
  public static FloorReleases of(List<ReleaseRef> releases) {
    return new FloorReleases(releases.stream().sorted(ORDER).toList());
  }

  private static boolean isList(List<ReleaseRef> releases) {
    for (int i = 1; i < releases.size(); i++) {
      if (releases.get(i).counter() <= releases.get(i - 1).counter()) {
        return false;
      }
    }
    return releases.size() <= MAX_FLOORS;
  }

  /// What a device installs next on its way to a release: the lowest floor release above what it
  /// runs and below what it is to run, or that itself.
  ///
  /// @param runs counter of the release that the device ran last, 0 if it ran none
  /// @param wanted what it is to run
  public ReleaseRef next(long runs, ReleaseRef wanted) {
    List<ReleaseRef> onTheWay = onTheWay(runs, wanted.counter());
    return onTheWay.isEmpty() ? wanted : onTheWay.getFirst();
  }

  /// The floor releases that a device passes through, the first one first.
  ///
  /// @param runs counter of the release that the device ran last, 0 if it ran none
  /// @param wanted counter of the release that it is to run
  public List<ReleaseRef> onTheWay(long runs, long wanted) {
    return runs == 0
        ? List.of()
        : releases.stream()
            .filter(floor -> floor.counter() > runs && floor.counter() < wanted)
            .toList();
  }

  /// Whether there is none.
  public boolean isEmpty() {
    return releases.isEmpty();
  }

  /// Whether all are releases of the product.
  boolean isOf(ProductName product) {
    return releases.stream().allMatch(floor -> floor.release().product().equals(product));
  }

  JsonArray toJson() {
    return JsonArray.of(releases.stream().map(ReleaseRef::toJson).toList());
  }

  /// Absent there are none.
  static FloorReleases fromJson(JsonObject object, String name) throws MalformedJsonException {
    Optional<JsonArray> array = object.findArray(name);
    if (array.isEmpty()) {
      return NONE;
    }
    List<ReleaseRef> releases = array.get().decodeEach(ReleaseRef::fromJson);
    if (releases.isEmpty() || !isList(releases)) {
      throw object.malformed(name, "1 to " + MAX_FLOORS + " releases with rising counters");
    }
    return new FloorReleases(releases);
  }
}
