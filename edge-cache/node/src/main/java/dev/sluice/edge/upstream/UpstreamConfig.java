package dev.sluice.edge.upstream;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.retry.RetryPolicy;
import java.time.Duration;
import java.util.Optional;

/// Section `upstream`: where a node gets its bytes from, and how patient it is.
///
/// Ten seconds for an answer outlast a garbage collection and a lost packet; half a minute without
/// a byte outlasts a mobile link that changes its cell. Three attempts within two seconds bridge a
/// restart of the next server and no more: a client that waits has a limit of its own.
///
/// @param node the next tier; this or `s3`
/// @param s3 the origin; this or `node`
/// @param answerTimeout longest wait for a connection, and for the head of an answer
/// @param silenceTimeout a fetch whose body brings nothing for so long breaks off
/// @param attempts fetches of one slice in a row that bring nothing
/// @param firstPause longest pause before the second attempt; later ones double
/// @param maxPause where doubling ends
public record UpstreamConfig(
    @Describe("the edge node of the next tier; this or s3") Optional<NextTier> node,
    @Describe("the origin, a bucket behind S3's API; this or node") Optional<S3Origin> s3,
    @Describe("longest wait for a connection, and for the head of an answer") @Default("10s")
        Duration answerTimeout,
    @Describe("a fetch whose body brings nothing for so long breaks off; a slow one goes on")
        @Default("30s")
        Duration silenceTimeout,
    @Describe("how many attempts for one slice may bring nothing, in a row") @Default("3")
        int attempts,
    @Describe("longest pause before the second attempt; it doubles with each further one")
        @Default("100ms")
        Duration firstPause,
    @Describe("longest pause between two attempts") @Default("1s") Duration maxPause) {
  /// Checks that there is one source, and the ranges.
  public UpstreamConfig {
    if (node.isPresent() == s3.isPresent()) {
      throw new IllegalArgumentException(
          "expected either node or s3, got " + (node.isPresent() ? "both" : "neither"));
    }
    requirePositive("answer-timeout", answerTimeout);
    requirePositive("silence-timeout", silenceTimeout);
    requirePositive("first-pause", firstPause);
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts: expected 1 or more, got " + attempts);
    }
    if (maxPause.compareTo(firstPause) < 0 || maxPause.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("max-pause: expected first-pause to 1h, got " + maxPause);
    }
  }

  /// The next tier, with the default patience.
  public static UpstreamConfig of(NextTier tier) {
    return withDefaults(Optional.of(tier), Optional.empty());
  }

  /// The origin, with the default patience.
  public static UpstreamConfig of(S3Origin origin) {
    return withDefaults(Optional.empty(), Optional.of(origin));
  }

  /// How often a slice is tried, after which pauses.
  public RetryPolicy retry() {
    return new RetryPolicy(attempts, firstPause, maxPause);
  }

  private static UpstreamConfig withDefaults(Optional<NextTier> tier, Optional<S3Origin> origin) {
    return new UpstreamConfig(
        tier,
        origin,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        3,
        Duration.ofMillis(100),
        Duration.ofSeconds(1));
  }

  private static void requirePositive(String key, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(key + ": expected above 0, got " + value);
    }
  }
}
