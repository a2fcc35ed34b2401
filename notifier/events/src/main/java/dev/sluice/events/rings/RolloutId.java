package dev.sluice.events.rings;

import dev.sluice.release.Manifest;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which rollout: a release's way through the rings.
///
/// The first rollout of a release has run 1; each that goes to the same release again, such as a
/// rollback to it, has a higher one. The text is `product/counter`, with `.run` behind it from run
/// 2
/// on, so that keys that begin with it are partitioned by product.
///
/// @param product whose fleet
/// @param counter the counter of the release that rolls out, 1 to [Manifest#MAX_COUNTER]
/// @param run 1 to [#MAX_RUN]
public record RolloutId(ProductName product, long counter, int run)
    implements Comparable<RolloutId> {
  /// The highest run.
  public static final int MAX_RUN = 999_999;

  /// Devices that failed are asked again with the next attempt, at most up to this one.
  public static final int MAX_ATTEMPT = 999;

  /// What every rollout begins with.
  public static final int FIRST_ATTEMPT = 1;

  /// What is allowed, in words, for messages.
  public static final String SYNTAX = "a rollout (product/counter or product/counter.run)";

  private static final Pattern NUMBERS =
      Pattern.compile("([1-9][0-9]{0,11})(?:\\.([1-9][0-9]{0,5}))?");
  private static final Comparator<RolloutId> ORDER =
      Comparator.comparing(RolloutId::product)
          .thenComparingLong(RolloutId::counter)
          .thenComparingInt(RolloutId::run);

  /// Checks the numbers.
  public RolloutId {
    if (counter < 1 || counter > Manifest.MAX_COUNTER) {
      throw new IllegalArgumentException("counter out of range: " + counter);
    }
    if (run < 1 || run > MAX_RUN) {
      throw new IllegalArgumentException("run out of range: " + run);
    }
  }

  /// The first rollout of a release.
  public RolloutId(ProductName product, long counter) {
    this(product, counter, 1);
  }

  /// Whether the number may be that of an attempt.
  public static boolean isAttempt(int number) {
    return number >= FIRST_ATTEMPT && number <= MAX_ATTEMPT;
  }

  /// Which attempt at a rollout a document speaks of: written from the second on.
  ///
  /// @throws MalformedJsonException if it is out of range
  public static int attempt(JsonObject document) throws MalformedJsonException {
    return document.has("attempt")
        ? (int) document.requireLong("attempt", FIRST_ATTEMPT + 1L, MAX_ATTEMPT)
        : FIRST_ATTEMPT;
  }

  /// Reads the text, which has to be valid.
  ///
  /// @throws IllegalArgumentException if it is not; ask [#isValid(String)] first for outside text
  public static RolloutId parse(String text) {
    return find(text)
        .orElseThrow(
            () -> new IllegalArgumentException("expected " + SYNTAX + ", got \"" + text + "\""));
  }

  /// Whether the text is a rollout.
  public static boolean isValid(String text) {
    return find(text).isPresent();
  }

  private static Optional<RolloutId> find(String text) {
    int slash = text.indexOf('/');
    if (slash <= 0 || !ProductName.isValid(text.substring(0, slash))) {
      return Optional.empty();
    }
    Matcher numbers = NUMBERS.matcher(text.substring(slash + 1));
    if (!numbers.matches() || "1".equals(numbers.group(2))) {
      return Optional.empty();
    }
    return Optional.of(
        new RolloutId(
            ProductName.parse(text.substring(0, slash)),
            Long.parseLong(numbers.group(1)),
            numbers.group(2) == null ? 1 : Integer.parseInt(numbers.group(2))));
  }

  @Override
  public int compareTo(RolloutId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    String first = product + "/" + counter;
    return run == 1 ? first : first + "." + run;
  }
}
