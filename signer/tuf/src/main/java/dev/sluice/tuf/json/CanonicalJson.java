package dev.sluice.tuf.json;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Iterator;
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
    List<Map.Entry<String, Json>> sorted =
        object.members().entrySet().stream().sorted(BY_CODE_POINT).toList();
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

  private static int compareCodePoints(String left, String right) {
    Iterator<Integer> a = left.codePoints().iterator();
    Iterator<Integer> b = right.codePoints().iterator();
    while (a.hasNext() && b.hasNext()) {
      int order = Integer.compare(a.next(), b.next());
      if (order != 0) {
        return order;
      }
    }
    return Boolean.compare(a.hasNext(), b.hasNext());
  }
}
