package dev.sluice.tuf.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Writes OLPC canonical JSON: the bytes that TUF signs.
///
/// No white space; members ordered by code point, which is the order of their UTF-8 bytes; in
/// strings only `"` and `\` are escaped, everything else stands as raw UTF-8. Not RFC 8785, which
/// escapes control characters.
public final class CanonicalJson {
  private static final Comparator<Map.Entry<String, Json>> BY_CODE_POINT =
      Comparator.comparing(Map.Entry::getKey, CanonicalJson::compareCodePoints);

  private CanonicalJson() {}

  /// The canonical form of a value. Equal values give equal bytes.
  public static byte[] encode(Json value) {
    var out = new StringBuilder();
    write(value, out);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Json value, StringBuilder out) {
    switch (value) {
      case JsonObject object -> writeObject(object, out);
      case JsonArray array -> writeArray(array, out);
      case JsonString(var text) -> writeString(text, out);
      case JsonInteger(var number) -> out.append(number);
      case JsonBoolean(var truth) -> out.append(truth);
      case JsonNull _ -> out.append("null");
    }
  }

  private static void writeObject(JsonObject object, StringBuilder out) {
    List<Map.Entry<String, Json>> sorted = new ArrayList<>(object.members().entrySet());
    sorted.sort(BY_CODE_POINT);
    out.append('{');
    for (int i = 0; i < sorted.size(); i++) {
      out.append(i == 0 ? "" : ",");
      writeString(sorted.get(i).getKey(), out);
      out.append(':');
      write(sorted.get(i).getValue(), out);
    }
    out.append('}');
  }

  private static void writeArray(JsonArray array, StringBuilder out) {
    out.append('[');
    for (int i = 0; i < array.size(); i++) {
      out.append(i == 0 ? "" : ",");
      write(array.elements().get(i), out);
    }
    out.append(']');
  }

  private static void writeString(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }

  /// The order of Java's characters differs where one of them is half of a surrogate pair: that
  /// stands for a code point above all others.
  private static int compareCodePoints(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        return Character.isSurrogate(a) == Character.isSurrogate(b)
            ? Character.compare(a, b)
            : Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
