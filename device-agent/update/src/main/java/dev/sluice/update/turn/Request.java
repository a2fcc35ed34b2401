package dev.sluice.update.turn;

import dev.sluice.update.file.ByteRange;
import java.time.Instant;

/// What a state waits for.
public sealed interface Request {
  /// Whether this is the request with that number, under way.
  default boolean isAsked(long number) {
    return this instanceof Asked asked && asked.number() == number;
  }

  /// The answer to an effect.
  sealed interface Asked extends Request {
    /// The number of the effect.
    long number();
  }

  /// Something that the device does itself.
  record Doing(long number) implements Asked {}

  /// Bytes from the edge node.
  ///
  /// @param want what was asked for
  /// @param attempts how often the edge node did not answer it
  record Fetching(long number, Bytes want, int attempts) implements Asked {}

  /// The end of a pause after which the edge node, which did not answer, is asked again.
  ///
  /// @param want what it is asked for
  /// @param attempts how often it did not answer
  record Retrying(Bytes want, int attempts, Instant until) implements Request {}

  /// The end of a pause between two looks at the device.
  record Pausing(Instant until) implements Request {}

  /// What a fetch asks for, without a number, so that it can be asked again.
  ///
  /// @param name how the log calls it
  /// @param path below the edge node's address
  /// @param range which part of it
  /// @param maxLengthBytes how much is read at most
  /// @param cacheBypass whether it was refused once, or is asked for on purpose
  record Bytes(
      String name, String path, ByteRange range, long maxLengthBytes, boolean cacheBypass) {
    /// How many bytes must come: all of the range, if there is one.
    public long lengthBytes() {
      return range instanceof ByteRange.Part part ? part.lengthBytes() : maxLengthBytes;
    }

    Bytes bypassing() {
      return new Bytes(name, path, range, maxLengthBytes, true);
    }
  }
}
