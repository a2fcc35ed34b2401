package dev.sluice.tuf.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A list of JSON values.
///
/// Two arrays are equal if their elements are; where an array stood in a document does not count.
public final class JsonArray implements Json {
  private final List<Json> elements;
  private final String path;

  private JsonArray(List<Json> elements, String path) {
    this.elements = elements;
    this.path = path;
  }

  /// An array of the given values, in that order.
  public static JsonArray of(Collection<? extends Json> elements) {
    return new JsonArray(List.copyOf(elements), "");
  }

  /// An array of strings, in the order of the collection.
  public static JsonArray ofStrings(Collection<String> values) {
    return of(values.stream().map(JsonString::new).toList());
  }

  /// Collects a stream of values into an array.
  public static Collector<Json, ?, JsonArray> collector() {
    return Collectors.collectingAndThen(Collectors.<Json>toList(), JsonArray::of);
  }

  /// The values, immutable.
  public List<Json> elements() {
    return elements;
  }

  /// How many values there are.
  public int size() {
    return elements.size();
  }

  /// Where the array stands in its document, for messages.
  public String path() {
    return path;
  }

  /// The values as strings.
  ///
  /// @throws MalformedJsonException if one is not a string
  public List<String> strings() throws MalformedJsonException {
    List<String> values = new ArrayList<>();
    for (Json element : elements) {
      if (!(element instanceof JsonString string)) {
        throw mismatch(values.size(), "a string", element);
      }
      values.add(string.value());
    }
    return List.copyOf(values);
  }

  /// The values as integers.
  ///
  /// @throws MalformedJsonException if one is not an integer
  public List<Long> longs() throws MalformedJsonException {
    List<Long> values = new ArrayList<>();
    for (Json element : elements) {
      if (!(element instanceof JsonInteger integer)) {
        throw mismatch(values.size(), "an integer", element);
      }
      values.add(integer.value());
    }
    return List.copyOf(values);
  }

  /// The values as objects.
  ///
  /// @throws MalformedJsonException if one is not an object
  public List<JsonObject> objects() throws MalformedJsonException {
    return decodeEach(object -> object);
  }

  /// Decodes every element, each of which must be an object.
  ///
  /// @throws MalformedJsonException if one is not an object, or if `decoder` refuses it
  public <T> List<T> decodeEach(ObjectDecoder<T> decoder) throws MalformedJsonException {
    List<T> values = new ArrayList<>();
    for (Json element : elements) {
      if (!(element instanceof JsonObject object)) {
        throw mismatch(values.size(), "an object", element);
      }
      values.add(decoder.decode(object.at(elementPath(values.size()))));
    }
    return List.copyOf(values);
  }

  JsonArray at(String newPath) {
    return new JsonArray(elements, newPath);
  }

  private String elementPath(int index) {
    return path + "[" + index + "]";
  }

  private MalformedJsonException mismatch(int index, String expected, Json received) {
    return new MalformedJsonException(elementPath(index), expected, received.kind());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonArray that && elements.equals(that.elements);
  }

  @Override
  public int hashCode() {
    return elements.hashCode();
  }

  @Override
  public String toString() {
    return PlainJson.text(this);
  }

  /// Turns an object into a domain value.
  @FunctionalInterface
  public interface ObjectDecoder<T> {
    /// @throws MalformedJsonException if the object is not what the domain requires
    T decode(JsonObject object) throws MalformedJsonException;
  }
}
