package dev.sluice.publisher.store;

import dev.sluice.tuf.digest.Digest;

/// One part of a file on its way into the store.
///
/// @param number from 1
/// @param startBytes where it starts in the file
/// @param lengthBytes at least 1
/// @param sha256 digest of the part, which the store checks
public record UploadPart(int number, long startBytes, long lengthBytes, Digest sha256) {
  /// Checks the numbers.
  public UploadPart {
    if (number < 1 || startBytes < 0 || lengthBytes < 1) {
      throw new IllegalArgumentException(
          "part out of range: " + number + ", " + startBytes + ", " + lengthBytes);
    }
  }
}
