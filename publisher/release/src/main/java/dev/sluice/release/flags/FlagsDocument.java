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
import dev.sluice.tuf.json.StrictJson;
import java.util.Map;

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
}
