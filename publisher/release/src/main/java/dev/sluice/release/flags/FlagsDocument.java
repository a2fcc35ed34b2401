package dev.sluice.release.flags;

import dev.sluice.release.Installer;
import dev.sluice.tuf.json.Json;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonBoolean;
import dev.sluice.tuf.json.JsonInteger;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonNull;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.JsonString;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.PlainJson;
import dev.sluice.tuf.json.StrictJson;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// A set of feature flags: one JSON object, each name with a boolean, a string or a whole number.
///
/// Numbers with a fraction are refused, as in every document of ours: two readers may round them
/// differently. A program that needs one takes a string. Names may come once.
///
/// @param flags the flags; every name is a [FlagName], every value one of the three kinds
public record FlagsDocument(JsonObject flags) {
  /// Most flags in one document. Our choice.
  public static final int MAX_FLAGS = 5_000;

  private static final int DEPTH = 1;

  /// Checks the number of flags.
  public FlagsDocument {
    if (flags.names().size() > MAX_FLAGS) {
      throw new IllegalArgumentException(
          "expected at most " + MAX_FLAGS + " flags, got " + flags.names().size());
    }
  }

  /// Reads a document from outside.
  ///
  /// @throws MalformedJsonException naming the first flag that is wrong, and what was expected
  public static FlagsDocument decode(byte[] document) throws MalformedJsonException {
    JsonObject flags =
        StrictJson.parseObject(document, new JsonLimits(Installer.MAX_DOCUMENT_BYTES, DEPTH));
    if (flags.names().size() > MAX_FLAGS) {
      throw new MalformedJsonException(
          "", "at most " + MAX_FLAGS + " flags", String.valueOf(flags.names().size()));
    }
    for (Map.Entry<String, Json> flag : flags.members().entrySet()) {
      if (!FlagName.isValid(flag.getKey())) {
        throw new MalformedJsonException("", FlagName.SYNTAX, "\"" + flag.getKey() + "\"");
      }
      switch (flag.getValue()) {
        case JsonBoolean _, JsonString _, JsonInteger _ -> {}
        case JsonObject _, JsonArray _, JsonNull _ ->
            throw new MalformedJsonException(
                flag.getKey(), "true, false, a string or a whole number", flag.getValue().kind());
      }
    }
    return new FlagsDocument(flags);
  }

  /// The flags that can be switched off: those with true or false. A text or a number has no value
  /// that means "off" to every program.
  public SortedSet<FlagName> switches() {
    SortedSet<FlagName> switches = new TreeSet<>();
    flags
        .members()
        .forEach(
            (name, value) -> {
              if (value instanceof JsonBoolean) {
                switches.add(new FlagName(name));
              }
            });
    return switches;
  }

  /// The same with flags switched off: false. One that is not there, or that cannot be switched
  /// off, stays as it is.
  public FlagsDocument switchedOff(Set<FlagName> off) {
    var switched = JsonObject.builder();
    flags
        .members()
        .forEach(
            (name, value) ->
                switched.put(
                    name,
                    value instanceof JsonBoolean && off.contains(new FlagName(name))
                        ? new JsonBoolean(false)
                        : value));
    return new FlagsDocument(switched.build());
  }

  /// What a device's program reads: the released document, byte for byte if nothing in it changes.
  ///
  /// @param released the document of the release
  /// @param off the flags to switch off
  /// @throws MalformedJsonException if it is no set of flags
  public static byte[] switchedOff(byte[] released, Set<FlagName> off)
      throws MalformedJsonException {
    FlagsDocument document = decode(released);
    FlagsDocument switched = document.switchedOff(off);
    return switched.equals(document)
        ? released.clone()
        : PlainJson.encodeReadable(switched.flags());
  }
}
