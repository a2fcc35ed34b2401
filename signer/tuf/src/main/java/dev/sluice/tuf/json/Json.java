package dev.sluice.tuf.json;

/// A JSON value without fractions: the only numbers are 64-bit integers.
public sealed interface Json
    permits JsonObject, JsonArray, JsonString, JsonInteger, JsonBoolean, JsonNull {

  /// What the value is, in words, for messages: "a string", "an object".
  default String kind() {
    return switch (this) {
      case JsonObject _ -> "an object";
      case JsonArray _ -> "an array";
      case JsonString _ -> "a string";
      case JsonInteger _ -> "an integer";
      case JsonBoolean _ -> "a boolean";
      case JsonNull _ -> "null";
    };
  }
}
