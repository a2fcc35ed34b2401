package dev.sluice.release;

import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// Reads named values from the members of a document, refusing with the member's path.
public final class Members {
  private Members() {}

  /// Reads a string member that must satisfy `valid`.
  ///
  /// @param expected what has to be there, as a noun phrase, for the refusal
  /// @throws MalformedJsonException if the member is absent, not a string, or not valid
  public static <T> T require(
      JsonObject object,
      String name,
      String expected,
      Predicate<String> valid,
      Function<String, T> parse)
      throws MalformedJsonException {
    String text = object.requireString(name);
    if (!valid.test(text)) {
      throw object.malformed(name, expected);
    }
    return parse.apply(text);
  }

  /// Reads a string member that may be absent and must satisfy `valid` otherwise.
  ///
  /// @param expected what has to be there, as a noun phrase, for the refusal
  /// @throws MalformedJsonException if the member is there but not a string, or not valid
  public static <T> Optional<T> find(
      JsonObject object,
      String name,
      String expected,
      Predicate<String> valid,
      Function<String, T> parse)
      throws MalformedJsonException {
    return object.has(name)
        ? Optional.of(require(object, name, expected, valid, parse))
        : Optional.empty();
  }

  /// Reads an array of strings, each different from the others and valid.
  ///
  /// @param expected what each element has to be, as a noun phrase, for the refusal
  /// @param maxElements most elements allowed
  /// @throws MalformedJsonException if the member is absent, not an array of strings, too long,
  ///     holds one twice, or one that is not valid
  public static <T> List<T> requireDistinct(
      JsonObject object,
      String name,
      String expected,
      int maxElements,
      Predicate<String> valid,
      Function<String, T> parse)
      throws MalformedJsonException {
    JsonArray array = object.requireArray(name);
    List<String> texts = array.strings();
    if (texts.size() > maxElements) {
      throw new MalformedJsonException(
          array.path(), "at most " + maxElements + " elements", String.valueOf(texts.size()));
    }
    if (texts.stream().distinct().count() != texts.size()) {
      throw new MalformedJsonException(array.path(), "each element once", "a duplicate");
    }
    List<T> values = new ArrayList<>(texts.size());
    for (String text : texts) {
      if (!valid.test(text)) {
        throw new MalformedJsonException(array.path(), expected, text);
      }
      values.add(parse.apply(text));
    }
    return List.copyOf(values);
  }

  /// Reads a product name.
  ///
  /// @throws MalformedJsonException if the member is absent or not a product name
  public static ProductName requireProduct(JsonObject object, String name)
      throws MalformedJsonException {
    return require(object, name, ProductName.SYNTAX, ProductName::isValid, ProductName::new);
  }

  /// Reads a version.
  ///
  /// @throws MalformedJsonException if the member is absent or not a version
  public static Version requireVersion(JsonObject object, String name)
      throws MalformedJsonException {
    return require(object, name, Version.SYNTAX, Version::isValid, Version::new);
  }

  /// Reads a release written as `product/version`.
  ///
  /// @throws MalformedJsonException if the member is absent or not a release
  public static ReleaseId requireRelease(JsonObject object, String name)
      throws MalformedJsonException {
    return require(object, name, ReleaseId.SYNTAX, ReleaseId::isValid, ReleaseId::parse);
  }

  /// Reads a release counter.
  ///
  /// @throws MalformedJsonException if the member is absent or not from 1 to
  ///     [Manifest#MAX_COUNTER]
  public static long requireCounter(JsonObject object, String name) throws MalformedJsonException {
    return object.requireLong(name, 1, Manifest.MAX_COUNTER);
  }
}
