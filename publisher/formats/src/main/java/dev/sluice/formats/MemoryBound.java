package dev.sluice.formats;

import dev.sluice.formats.stream.MalformedPatchException;

/// What streams may take while they are made again.
final class MemoryBound {
  private MemoryBound() {}

  static void require(long neededBytes, long maxMemoryBytes) throws MalformedPatchException {
    if (neededBytes > maxMemoryBytes) {
      throw MalformedPatchException.corrupt(
          0,
          "%d bytes of memory for streams, as one of them needs, not %d"
              .formatted(neededBytes, maxMemoryBytes));
    }
  }
}
