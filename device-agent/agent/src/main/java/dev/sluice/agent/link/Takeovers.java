package dev.sluice.agent.link;

import dev.sluice.program.retry.RetryPolicy;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// How often another client has taken the session of this device.
///
/// Two devices with one identity, as of a cloned card, would take it from each other for ever,
/// several times a second. It is no fault of the network, which comes back soon: only a person can
/// end it. So each waits longer and longer. Written by the MQTT client's event loop alone.
final class Takeovers {
  /// A link that was up for longer has no twin any more.
  static final Duration STABLE = Duration.ofHours(2);

  private static final RetryPolicy PAUSES =
      new RetryPolicy(Integer.MAX_VALUE, Duration.ofSeconds(30), Duration.ofHours(1));

  private volatile int count;
  private volatile long connectedNanos;

  /// The link is up.
  ///
  /// @param nanos by a clock that nobody sets
  void connected(long nanos) {
    connectedNanos = nanos;
  }

  /// The session was taken.
  ///
  /// @return how long to leave it to the other
  Duration taken(long nanos, RandomGenerator chance) {
    count = isStable(nanos) ? 1 : count + 1;
    return PAUSES.delayAfter(count, chance);
  }

  /// Whether it was the first one for long.
  boolean isFirst() {
    return count == 1;
  }

  /// Whether there is another device with this identity, as far as is known.
  boolean isTwinKnown(long nanos) {
    return count > 0 && !isStable(nanos);
  }

  private boolean isStable(long nanos) {
    return nanos - connectedNanos > STABLE.toNanos();
  }
}
