package dev.sluice.update;

import dev.sluice.update.file.ByteRange;
import java.time.Instant;

/// What the machine waits for.
sealed interface Request {
  /// Whether this is the request with that number, under way.
  default boolean isAsked(long number) {
    return this instanceof Asked asked && asked.number() == number;
  }

  /// Nothing.
  record None() implements Request {}

  /// An answer.
  ///
  /// @param number of the effect
  /// @param want what was asked for
  /// @param attempts how often the edge node did not answer it
  record Asked(long number, Want want, int attempts) implements Request {}

  /// The end of a pause: after the edge node did not answer, or between two looks at the device.
  record Pausing(Want want, int attempts, Instant until) implements Request {}

  /// What is asked for, without a number, so that it can be asked again.
  sealed interface Want {}

  /// An effect on the device itself.
  record Local() implements Want {}

  /// A fetch.
  ///
  /// @param name how the log calls it
  /// @param path below the edge node's address
  /// @param range which part of it
  /// @param maxLengthBytes how much is read at most
  /// @param cacheBypass whether it was refused once, or is asked for on purpose
  record Bytes(String name, String path, ByteRange range, long maxLengthBytes, boolean cacheBypass)
      implements Want {
    Bytes bypassing() {
      return new Bytes(name, path, range, maxLengthBytes, true);
    }
  }
}
