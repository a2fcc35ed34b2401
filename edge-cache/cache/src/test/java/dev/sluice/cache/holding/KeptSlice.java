package dev.sluice.cache.holding;

import dev.sluice.tuf.digest.Digest;
import java.time.Instant;

/// A slice that a store of a test holds, in memory.
///
/// @param checksum as recorded when it was filled
public record KeptSlice(
    SliceKey key,
    long objectLengthBytes,
    String contentType,
    Instant bornAt,
    long lengthBytes,
    Digest checksum)
    implements HeldSlice {
  private static final Instant BORN = Instant.parse("2026-11-21T10:00:00Z");

  /// Bytes that came just now.
  public static KeptSlice of(SliceKey key, byte[] bytes, long objectLengthBytes) {
    return new KeptSlice(
        key, objectLengthBytes, "text/x", BORN, bytes.length, Digest.sha256(bytes));
  }
}
