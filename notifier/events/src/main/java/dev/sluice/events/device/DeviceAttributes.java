package dev.sluice.events.device;

import dev.sluice.release.Members;
import dev.sluice.release.NameSyntax;
import dev.sluice.tuf.json.Json;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.JsonString;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a device is like: what ring selectors look at.
///
/// @param tags words that people attach, at most [#MAX_ENTRIES], ordered
/// @param attributes properties by name, such as `region` → `eu`, at most [#MAX_ENTRIES], ordered
public record DeviceAttributes(SortedSet<String> tags, SortedMap<String, String> attributes) {
  /// Most tags, and most attributes, of one device.
  public static final int MAX_ENTRIES = 100;

  /// What a tag, an attribute's name and an attribute's value may be, in words, for messages.
  public static final String WORD_SYNTAX =
      "a word (1 to 64 of A-Z, a-z, 0-9, '.', '_', ':' and '-', starting with a letter or digit)";

  private static final NameSyntax WORDS = NameSyntax.ofLetters("._:-", 64);
  private static final DeviceAttributes NONE = of(Set.of(), Map.of());

  /// Checks every word and copies.
  public DeviceAttributes {
    tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    tags.forEach(DeviceAttributes::requireWord);
    attributes.keySet().forEach(DeviceAttributes::requireWord);
    attributes.values().forEach(DeviceAttributes::requireWord);
    if (tags.size() > MAX_ENTRIES || attributes.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException("more than " + MAX_ENTRIES + " tags or attributes");
    }
  }

  /// Attributes in any order.
  public static DeviceAttributes of(Set<String> tags, Map<String, String> attributes) {
    return new DeviceAttributes(new TreeSet<>(tags), new TreeMap<>(attributes));
  }

  /// A device of which nothing is said.
  public static DeviceAttributes none() {
    return NONE;
  }

  /// Whether the text may be a tag, or the name or the value of an attribute.
  public static boolean isWord(String text) {
    return WORDS.matches(text);
  }

  /// The members `tags` and `attributes`.
  public JsonObject toJson() {
    var values = JsonObject.builder();
    attributes.forEach(values::put);
    return JsonObject.builder()
        .put("tags", JsonArray.ofStrings(tags))
        .put("attributes", values.build())
        .build();
  }

  /// Reads what [#toJson()] writes; further members are ignored.
  ///
  /// @throws MalformedJsonException if a member is absent, too large or holds something that is not
  ///     a
  ///     word
  public static DeviceAttributes fromJson(JsonObject object) throws MalformedJsonException {
    var tags =
        new TreeSet<>(
            Members.requireDistinct(
                object, "tags", WORD_SYNTAX, MAX_ENTRIES, DeviceAttributes::isWord, tag -> tag));
    JsonObject values = object.requireObject("attributes");
    if (values.names().size() > MAX_ENTRIES) {
      throw object.malformed("attributes", "at most " + MAX_ENTRIES + " attributes");
    }
    var attributes = new TreeMap<String, String>();
    for (Map.Entry<String, Json> entry : values.members().entrySet()) {
      if (!isWord(entry.getKey())
          || !(entry.getValue() instanceof JsonString(var value))
          || !isWord(value)) {
        throw values.malformed(entry.getKey(), WORD_SYNTAX + " for name and value");
      }
      attributes.put(entry.getKey(), value);
    }
    return new DeviceAttributes(tags, attributes);
  }

  private static void requireWord(String text) {
    if (!isWord(text)) {
      throw new IllegalArgumentException("expected " + WORD_SYNTAX + ", got \"" + text + "\"");
    }
  }
}
