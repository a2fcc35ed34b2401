package dev.sluice.events.condition;

import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a condition asks about. A device may have no value of that name, one, or several.
public sealed interface Name {
  /// A tag: `tags.lab`. A device with tag `lab` has the value `true`; one with tag `site:berlin`
  /// has the value `berlin` of `tags.site`, and may have others beside it.
  ///
  /// @param tag the part before the colon, a word without colon
  record Tag(String tag) implements Name {}

  /// An attribute: `hardware`, or `attributes.hardware`, which any name may have.
  ///
  /// @param attribute a word
  record Attribute(String attribute) implements Name {}

  /// The device's id: `deviceId`.
  record Device() implements Name {}

  /// The version that the device runs of a product: `running.gateway`.
  record Running(ProductName product) implements Name {}

  /// The version that it runs of the product that the condition is about: `version`.
  record OwnVersion() implements Name {}

  /// The name of this text, if it is one.
  static Optional<Name> find(String text) {
    int dot = text.indexOf('.');
    String rest = text.substring(dot + 1);
    return switch (dot < 0 ? "" : text.substring(0, dot)) {
      case "tags" -> isTag(rest) ? Optional.of(new Tag(rest)) : Optional.empty();
      case "attributes" -> attribute(rest);
      case "running" ->
          ProductName.isValid(rest)
              ? Optional.of(new Running(new ProductName(rest)))
              : Optional.empty();
      default ->
          switch (text) {
            case "deviceId" -> Optional.of(new Device());
            case "version" -> Optional.of(new OwnVersion());
            default -> attribute(text);
          };
    };
  }

  private static Optional<Name> attribute(String text) {
    return DeviceAttributes.isWord(text) ? Optional.of(new Attribute(text)) : Optional.empty();
  }

  private static boolean isTag(String text) {
    return DeviceAttributes.isWord(text) && text.indexOf(':') < 0;
  }

  /// The text that [#find(String)] reads.
  default String text() {
    return switch (this) {
      case Tag(var tag) -> "tags." + tag;
      case Attribute(var attribute) -> isPlain(attribute) ? attribute : "attributes." + attribute;
      case Device() -> "deviceId";
      case Running(var product) -> "running." + product;
      case OwnVersion() -> "version";
    };
  }

  private boolean isPlain(String attribute) {
    return Character.isLetter(attribute.charAt(0))
        && find(attribute).equals(Optional.of(this))
        && !Lexer.isKeyword(attribute);
  }

  /// Whether its value changes as a device updates.
  default boolean isOfWhatRuns() {
    return switch (this) {
      case Running _, OwnVersion _ -> true;
      case Tag _, Attribute _, Device _ -> false;
    };
  }

  /// The values of a device; none if it has none.
  default List<String> valuesOf(DeviceFacts facts) {
    return switch (this) {
      case Tag(var tag) -> tagValues(tag, facts);
      case Attribute(var attribute) ->
          Optional.ofNullable(facts.attributes().attributes().get(attribute)).stream().toList();
      case Device() -> List.of(facts.device().value());
      case Running(var product) ->
          Optional.ofNullable(facts.running().get(product)).map(Version::value).stream().toList();
      case OwnVersion() ->
          throw new IllegalStateException("a condition about versions must name its product");
    };
  }

  private static List<String> tagValues(String tag, DeviceFacts facts) {
    List<String> values = new ArrayList<>();
    for (String word : facts.attributes().tags()) {
      if (word.equals(tag)) {
        values.add("true");
      } else if (word.startsWith(tag + ':')) {
        values.add(word.substring(tag.length() + 1));
      }
    }
    return values;
  }
}
