package dev.sluice.events.safeguard;

import dev.sluice.events.condition.DeviceFacts;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The holds of a product, in the order in which they were ordered.
///
/// @param holds at most [#MAX_HOLDS], with distinct names
public record Safeguards(List<SafeguardHold> holds) {
  /// Most holds of one product: few enough for a person to know why each is there.
  public static final int MAX_HOLDS = 20;

  /// Nobody is kept out.
  public static final Safeguards NONE = new Safeguards(List.of());

  /// Checks the number and the names.
  public Safeguards {
    holds = List.copyOf(holds);
    if (!isList(holds)) {
      throw new IllegalArgumentException(
          "expected at most %d safeguard holds, each name once".formatted(MAX_HOLDS));
    }
  }

  private static boolean isList(List<SafeguardHold> holds) {
    Set<String> names = new HashSet<>();
    return holds.size() <= MAX_HOLDS && holds.stream().allMatch(hold -> names.add(hold.name()));
  }

  /// The first hold that keeps a device out, if one does.
  ///
  /// A hold stops the way forward only: what was ordered back goes back, whatever it is.
  ///
  /// @param facts what the device is, and runs
  /// @param goesBack whether it is about to go back by order
  public Optional<SafeguardHold> findFor(DeviceFacts facts, boolean goesBack) {
    return goesBack
        ? Optional.empty()
        : holds.stream().filter(hold -> hold.where().selects(facts)).findFirst();
  }

  /// Whether there is none.
  public boolean isEmpty() {
    return holds.isEmpty();
  }

  /// Whether devices that run the product can answer all conditions by themselves.
  public boolean isAbout(ProductName product) {
    return holds.stream().allMatch(hold -> hold.isAbout(product));
  }

  /// An array of the holds.
  public JsonArray toJson() {
    return JsonArray.of(holds.stream().map(SafeguardHold::toJson).toList());
  }

  /// Reads the member `name`, which is what [#toJson()] gave; absent there are none.
  ///
  /// @throws MalformedJsonException if it is there and something else
  public static Safeguards fromJson(JsonObject object, String name) throws MalformedJsonException {
    Optional<JsonArray> array = object.findArray(name);
    if (array.isEmpty()) {
      return NONE;
    }
    List<SafeguardHold> holds = array.get().decodeEach(SafeguardHold::fromJson);
    if (holds.isEmpty() || !isList(holds)) {
      throw object.malformed(name, "1 to " + MAX_HOLDS + " holds, each name once");
    }
    return new Safeguards(holds);
  }
}
