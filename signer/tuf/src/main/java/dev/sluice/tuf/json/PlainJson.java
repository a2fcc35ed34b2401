package dev.sluice.tuf.json;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Writes ordinary JSON (RFC 8259), members in their own order, for documents that nobody signs as
/// TUF metadata.
public final class PlainJson {
  private PlainJson() {}

  /// The value in UTF-8 without white space.
  public static byte[] encode(Json value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  /// The value in UTF-8 with two spaces of indentation and a final line feed, for people.
  public static byte[] encodeReadable(Json value) {
    var out = new StringBuilder();
    write(value, out, "\n");
    return out.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  /// The value without white space.
  public static String text(Json value) {
    var out = new StringBuilder();
    write(value, out, "");
    return out.toString();
  }

  /// `lineBreak` is empty for the compact form, else a line feed with the indentation of this
  /// depth.
  private static void write(Json value, StringBuilder out, String lineBreak) {
    switch (value) {
      case JsonObject object -> writeObject(object, out, lineBreak);
      case JsonArray array -> writeArray(array, out, lineBreak);
      case JsonString(var text) -> writeString(text, out);
      case JsonInteger(var number) -> out.append(number);
      case JsonBoolean(var truth) -> out.append(truth);
      case JsonNull _ -> out.append("null");
    }
  }

  private static void writeObject(JsonObject object, StringBuilder out, String lineBreak) {
    String inner = lineBreak.isEmpty() ? "" : lineBreak + "  ";
    String separator = "";
    out.append('{');
    for (Map.Entry<String, Json> member : object.members().entrySet()) {
      out.append(separator).append(inner);
      writeString(member.getKey(), out);
      out.append(lineBreak.isEmpty() ? ":" : ": ");
      write(member.getValue(), out, inner);
      separator = ",";
    }
    out.append(object.isEmpty() ? "" : lineBreak).append('}');
  }

  private static void writeArray(JsonArray array, StringBuilder out, String lineBreak) {
    String inner = lineBreak.isEmpty() ? "" : lineBreak + "  ";
    String separator = "";
    out.append('[');
    for (Json element : array.elements()) {
      out.append(separator).append(inner);
      write(element, out, inner);
      separator = ",";
    }
    out.append(array.size() == 0 ? "" : lineBreak).append(']');
  }

  private static void writeString(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
