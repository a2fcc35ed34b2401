package dev.sluice.events.safeguard;

import dev.sluice.events.condition.Condition;
import dev.sluice.events.condition.Name;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.release.Members;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Set;

/// Keeps the devices of which a condition is true out of releases of one product.
///
/// @param name how people call it, a word of [DeviceAttributes], unique for its product
/// @param where asks only what a device knows of itself: attributes, tags, its id, and the version
///     that it runs of the product, under the product's name
public record SafeguardHold(String name, Condition where) {
  /// Longest text of a condition.
  public static final int MAX_WHERE_LENGTH = 1_000;

  private static final Set<String> MEMBERS = Set.of("name", "where");

  /// Checks the name and the length.
  public SafeguardHold {
    if (!DeviceAttributes.isWord(name)) {
      throw new IllegalArgumentException(
          "name: expected %s, got \"%s\"".formatted(DeviceAttributes.WORD_SYNTAX, name));
    }
    if (where.toString().length() > MAX_WHERE_LENGTH) {
      throw new IllegalArgumentException(
          "where: expected at most %d characters, got %d"
              .formatted(MAX_WHERE_LENGTH, where.toString().length()));
    }
  }

  /// A hold for a product, to whose version `version` then refers.
  ///
  /// @throws IllegalArgumentException if the name is no word, or the condition too long, or about
  ///     the version of another product
  public static SafeguardHold of(ProductName product, String name, Condition where) {
    var hold = new SafeguardHold(name, where.boundTo(product));
    if (!hold.isAbout(product)) {
      throw new IllegalArgumentException(
          "where: expected no version but that of %s, got %s"
              .formatted(product, String.join(", ", hold.where.namesOfWhatRuns())));
    }
    return hold;
  }

  /// Whether devices that run the product can answer its condition by themselves.
  boolean isAbout(ProductName product) {
    return where
        .names()
        .filter(Name::isOfWhatRuns)
        .allMatch(asked -> asked.equals(new Name.Running(product)));
  }

  /// Its members.
  public JsonObject toJson() {
    return JsonObject.builder().put("name", name).put("where", where.toString()).build();
  }

  /// Reads what [#toJson()] gave.
  ///
  /// @throws MalformedJsonException if it is anything else
  public static SafeguardHold fromJson(JsonObject object) throws MalformedJsonException {
    object.rejectUnknown(MEMBERS);
    return new SafeguardHold(
        Members.require(
            object, "name", DeviceAttributes.WORD_SYNTAX, DeviceAttributes::isWord, word -> word),
        condition(object));
  }

  /// Reads the member `where`.
  ///
  /// @throws MalformedJsonException if it is no condition, or a longer one than a hold may have
  public static Condition condition(JsonObject object) throws MalformedJsonException {
    String text = object.requireString("where");
    try {
      Condition where = Condition.parse(text);
      if (where.toString().length() <= MAX_WHERE_LENGTH) {
        return where;
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedJsonException("where", "a condition", String.valueOf(e.getMessage()));
    }
    throw object.malformed("where", "a condition of at most " + MAX_WHERE_LENGTH + " characters");
  }
}
