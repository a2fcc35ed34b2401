package dev.sluice.cache.holding;

import dev.sluice.tuf.digest.Digest;
import java.time.Instant;

/// A slice that a store holds, and what was recorded when it was filled. Where its bytes are is the
/// store's business.
public interface HeldSlice {
  /// What it is a slice of.
  SliceKey key();

  /// Length of the whole object.
  long objectLengthBytes();

  /// As the origin has it.
  String contentType();

  /// When the bytes left the origin.
  Instant bornAt();

  /// How many bytes the slice has.
  long lengthBytes();

  /// SHA-256 of these bytes as they arrived.
  Digest checksum();

  /// Whether the slice is a whole object with the digest that its path names: right beyond doubt.
  default boolean isProven() {
    return lengthBytes() == objectLengthBytes()
        && key().path().digest().filter(checksum()::equals).isPresent();
  }
}
