package dev.sluice.tuf.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Reads JSON so that there is only one way to understand it.
///
/// Refused: invalid UTF-8, a byte order mark, duplicate members, lone surrogates, numbers that are
/// not 64-bit integers (also `1.0` and `1e3`), nesting or length over the limits, and anything
/// after the document.
public final class StrictJson {
  /// No shared symbol table: names chosen by an attacker must not outlive the document. Length and
  /// depth are ours to check, so that one factory serves all limits.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(JsonLimits.MAX_DEPTH_LIMIT + 1)
                  .maxNumberLength(32)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private StrictJson() {}

  /// Reads one document.
  ///
  /// @throws MalformedJsonException if it is not strict JSON or exceeds a limit
  public static Json parse(byte[] document, JsonLimits limits) throws MalformedJsonException {
    if (document.length > limits.maxLengthBytes()) {
      throw new MalformedJsonException(
          "", "at most " + limits.maxLengthBytes() + " bytes", document.length + " bytes");
    }
    String text = decodeUtf8(document);
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new MalformedJsonException("", "a JSON document", "nothing");
      }
      Json value = value(parser, first, () -> "", limits.maxDepth());
      if (parser.nextToken() != null) {
        throw new MalformedJsonException("", "the end of the document", "more data");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new MalformedJsonException("", "JSON", e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("a document in memory must be readable", e);
    }
  }

  /// Reads one document whose outermost value is an object.
  ///
  /// @throws MalformedJsonException if it is not, as [#parse(byte\[\], JsonLimits)]
  public static JsonObject parseObject(byte[] document, JsonLimits limits)
      throws MalformedJsonException {
    Json value = parse(document, limits);
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new MalformedJsonException("", "an object", value.kind());
  }

  private static String decodeUtf8(byte[] document) throws MalformedJsonException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedJsonException("", "UTF-8 text", "invalid bytes");
    }
  }

  /// `path` is put together for a refusal only: below a long one, a name for each of very many
  /// elements would cost far more than the document does.
  private static Json value(
      JsonParser parser, JsonToken token, Supplier<String> path, int depthLeft)
      throws IOException, MalformedJsonException {
    return switch (token) {
      case START_OBJECT -> object(parser, path, enter(path, depthLeft));
      case START_ARRAY -> array(parser, path, enter(path, depthLeft));
      case VALUE_STRING -> new JsonString(wellFormed(parser.getText(), path));
      case VALUE_NUMBER_INT -> integer(parser.getText(), path);
      case VALUE_TRUE -> new JsonBoolean(true);
      case VALUE_FALSE -> new JsonBoolean(false);
      case VALUE_NULL -> new JsonNull();
      case VALUE_NUMBER_FLOAT ->
          throw new MalformedJsonException(path.get(), "an integer", parser.getText());
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new MalformedJsonException(path.get(), "a value", token.toString());
    };
  }

  private static int enter(Supplier<String> path, int depthLeft) throws MalformedJsonException {
    if (depthLeft == 0) {
      throw new MalformedJsonException(path.get(), "no deeper nesting", "one level more");
    }
    return depthLeft - 1;
  }

  private static JsonObject object(JsonParser parser, Supplier<String> path, int depthLeft)
      throws IOException, MalformedJsonException {
    var builder = JsonObject.builder();
    for (String next = parser.nextFieldName(); next != null; next = parser.nextFieldName()) {
      String name = wellFormed(next, path);
      Supplier<String> memberPath = () -> JsonObject.memberPath(path.get(), name);
      if (builder.has(name)) {
        throw new MalformedJsonException(
            memberPath.get(), "one member of this name", "a duplicate");
      }
      builder.put(name, value(parser, parser.nextToken(), memberPath, depthLeft));
    }
    return builder.build();
  }

  private static JsonArray array(JsonParser parser, Supplier<String> path, int depthLeft)
      throws IOException, MalformedJsonException {
    List<Json> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      int index = elements.size();
      elements.add(value(parser, token, () -> path.get() + "[" + index + "]", depthLeft));
    }
    return JsonArray.of(elements);
  }

  private static JsonInteger integer(String text, Supplier<String> path)
      throws MalformedJsonException {
    try {
      return new JsonInteger(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new MalformedJsonException(path.get(), "an integer of 64 bits", text);
    }
  }

  private static String wellFormed(String text, Supplier<String> path)
      throws MalformedJsonException {
    if (!JsonString.isWellFormed(text)) {
      throw new MalformedJsonException(path.get(), "Unicode text", "a lone surrogate");
    }
    return text;
  }
}
