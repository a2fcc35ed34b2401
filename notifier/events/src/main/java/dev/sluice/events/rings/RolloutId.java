package dev.sluice.events.rings;

import dev.sluice.release.Manifest;
import dev.sluice.release.ProductName;
import java.util.regex.Pattern;

/// Which rollout: there is one for each release counter of a product.
///
/// Its text is `product/counter`, so that keys that begin with it are partitioned by product.
///
/// @param product whose fleet
/// @param counter the counter of the release that rolls out, 1 to [Manifest#MAX_COUNTER]
public record RolloutId(ProductName product, long counter) {
  /// What is allowed, in words, for messages.
  public static final String SYNTAX = "a rollout (product/counter)";

  private static final Pattern COUNTER = Pattern.compile("[1-9][0-9]{0,11}");

  /// Checks the counter.
  public RolloutId {
    if (counter < 1 || counter > Manifest.MAX_COUNTER) {
      throw new IllegalArgumentException("counter out of range: " + counter);
    }
  }

  /// Reads `product/counter`, which has to be valid.
  ///
  /// @throws IllegalArgumentException if it is not; ask [#isValid(String)] first for outside text
  public static RolloutId parse(String text) {
    if (!isValid(text)) {
      throw new IllegalArgumentException("expected " + SYNTAX + ", got \"" + text + "\"");
    }
    int slash = text.indexOf('/');
    return new RolloutId(
        ProductName.parse(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
  }

  /// Whether the text is a rollout.
  public static boolean isValid(String text) {
    int slash = text.indexOf('/');
    return slash > 0
        && ProductName.isValid(text.substring(0, slash))
        && COUNTER.matcher(text.substring(slash + 1)).matches();
  }

  @Override
  public String toString() {
    return product + "/" + counter;
  }
}
