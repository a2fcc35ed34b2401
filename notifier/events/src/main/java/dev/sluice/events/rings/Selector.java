package dev.sluice.events.rings;

import dev.sluice.events.condition.Condition;
import dev.sluice.events.condition.DeviceFacts;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.release.Members;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which devices a ring takes, if no earlier ring has taken them.
public sealed interface Selector {
  /// Whether the device is selected.
  boolean matches(DeviceId device, DeviceAttributes attributes);

  /// Every device: what the last ring should say, so that none is left without a ring.
  record Everyone() implements Selector {
    static final String TYPE = "everyone";

    @Override
    public boolean matches(DeviceId device, DeviceAttributes attributes) {
      return true;
    }
  }

  /// Devices that have a tag.
  ///
  /// @param tag the tag, a word of [DeviceAttributes]
  record Tag(String tag) implements Selector {
    static final String TYPE = "tag";

    /// Checks the word.
    public Tag {
      requireWord(tag);
    }

    @Override
    public boolean matches(DeviceId device, DeviceAttributes attributes) {
      return attributes.tags().contains(tag);
    }
  }

  /// Devices of which an attribute has a value.
  ///
  /// @param name the attribute, a word of [DeviceAttributes]
  /// @param value the value, a word
  record Attribute(String name, String value) implements Selector {
    static final String TYPE = "attribute";

    /// Checks the words.
    public Attribute {
      requireWord(name);
      requireWord(value);
    }

    @Override
    public boolean matches(DeviceId device, DeviceAttributes attributes) {
      return value.equals(attributes.attributes().get(name));
    }
  }

  /// A share of all devices, the same ones every time: those that [Admission] draws under the salt.
  ///
  /// @param salt a word; another salt draws other devices
  /// @param ppm the share in parts per million, 0 to [Admission#WHOLE_PPM]
  record StablePercentage(String salt, long ppm) implements Selector {
    static final String TYPE = "stable-percentage";

    /// Checks word and share.
    public StablePercentage {
      requireWord(salt);
      if (ppm < 0 || ppm > Admission.WHOLE_PPM) {
        throw new IllegalArgumentException("share out of range: " + ppm + " ppm");
      }
    }

    @Override
    public boolean matches(DeviceId device, DeviceAttributes attributes) {
      return Admission.isDrawn(salt, device, ppm);
    }
  }

  /// The devices of a list.
  ///
  /// @param devices at most [#MAX_DEVICES], ordered
  record Devices(SortedSet<DeviceId> devices) implements Selector {
    /// Most devices in one list; larger rings are made by tag.
    public static final int MAX_DEVICES = RingsDocument.MAX_LISTED_DEVICES;

    static final String TYPE = "devices";

    /// Copies and checks the size.
    public Devices {
      devices = Collections.unmodifiableSortedSet(new TreeSet<>(devices));
      if (devices.size() > MAX_DEVICES) {
        throw new IllegalArgumentException("more than " + MAX_DEVICES + " devices");
      }
    }

    /// A list in any order.
    public static Devices of(Set<DeviceId> devices) {
      return new Devices(new TreeSet<>(devices));
    }

    @Override
    public boolean matches(DeviceId device, DeviceAttributes attributes) {
      return devices.contains(device);
    }
  }

  /// Devices of which a condition is true.
  ///
  /// @param where asks about nothing that changes as devices update
  record Where(Condition where) implements Selector {
    static final String TYPE = "where";

    /// Checks what it asks about.
    public Where {
      if (!where.namesOfWhatRuns().isEmpty()) {
        throw new IllegalArgumentException(
            "a ring must not ask about %s: devices would leave it as they update"
                .formatted(String.join(", ", where.namesOfWhatRuns())));
      }
    }

    @Override
    public boolean matches(DeviceId device, DeviceAttributes attributes) {
      return where.selects(DeviceFacts.of(device, attributes));
    }
  }

  /// The form in the rings document.
  default JsonObject toJson() {
    var json = JsonObject.builder();
    return switch (this) {
      case Everyone() -> json.put("type", Everyone.TYPE).build();
      case Tag(var tag) -> json.put("type", Tag.TYPE).put("tag", tag).build();
      case Attribute(var name, var value) ->
          json.put("type", Attribute.TYPE).put("name", name).put("value", value).build();
      case StablePercentage(var salt, var ppm) ->
          json.put("type", StablePercentage.TYPE).put("salt", salt).put("ppm", ppm).build();
      case Where(var where) -> json.put("type", Where.TYPE).put("where", where.toString()).build();
      case Devices(var devices) ->
          json.put("type", Devices.TYPE)
              .put("devices", JsonArray.ofStrings(devices.stream().map(DeviceId::value).toList()))
              .build();
    };
  }

  /// Reads what [#toJson()] writes.
  ///
  /// @throws MalformedJsonException if the type is unknown, a member is unknown or malformed
  static Selector fromJson(JsonObject object) throws MalformedJsonException {
    return switch (object.requireString("type")) {
      case Everyone.TYPE -> {
        object.rejectUnknown(Set.of("type"));
        yield new Everyone();
      }
      case Tag.TYPE -> {
        object.rejectUnknown(Set.of("type", "tag"));
        yield new Tag(word(object, "tag"));
      }
      case Attribute.TYPE -> {
        object.rejectUnknown(Set.of("type", "name", "value"));
        yield new Attribute(word(object, "name"), word(object, "value"));
      }
      case StablePercentage.TYPE -> {
        object.rejectUnknown(Set.of("type", "salt", "ppm"));
        yield new StablePercentage(
            word(object, "salt"), object.requireLong("ppm", 0, Admission.WHOLE_PPM));
      }
      case Devices.TYPE -> {
        object.rejectUnknown(Set.of("type", "devices"));
        yield new Devices(
            new TreeSet<>(
                Members.requireDistinct(
                    object,
                    "devices",
                    DeviceId.SYNTAX,
                    Devices.MAX_DEVICES,
                    DeviceId::isValid,
                    DeviceId::new)));
      }
      case Where.TYPE -> {
        object.rejectUnknown(Set.of("type", "where"));
        yield where(object);
      }
      default -> throw object.malformed("type", "a known selector");
    };
  }

  private static Where where(JsonObject object) throws MalformedJsonException {
    try {
      return new Where(Condition.parse(object.requireString("where")));
    } catch (IllegalArgumentException e) {
      throw new MalformedJsonException(
          "selector.where", "a condition", String.valueOf(e.getMessage()));
    }
  }

  private static String word(JsonObject object, String name) throws MalformedJsonException {
    return Members.require(
        object, name, DeviceAttributes.WORD_SYNTAX, DeviceAttributes::isWord, word -> word);
  }

  private static void requireWord(String text) {
    if (!DeviceAttributes.isWord(text)) {
      throw new IllegalArgumentException("expected " + DeviceAttributes.WORD_SYNTAX);
    }
  }
}
