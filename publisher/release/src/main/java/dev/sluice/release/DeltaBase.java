package dev.sluice.release;

import dev.sluice.tuf.digest.Digest;

/// What a patch starts from.
public sealed interface DeltaBase {
  /// Length of the base in bytes; 0 if there is none.
  long lengthBytes();

  /// The base in paths and documents: its digest in hexadecimal, or `none`.
  String text();

  /// The patch needs an artifact that the device already has.
  ///
  /// @param digest SHA-256 of the base
  /// @param lengthBytes length of the base, 1 to [Artifact#MAX_LENGTH_BYTES]
  record Existing(Digest digest, long lengthBytes) implements DeltaBase {
    /// Checks the length.
    public Existing {
      if (lengthBytes < 1 || lengthBytes > Artifact.MAX_LENGTH_BYTES) {
        throw new IllegalArgumentException("base length out of range: " + lengthBytes);
      }
    }

    @Override
    public String text() {
      return digest.hex();
    }
  }

  /// The patch needs nothing: it is a compressed full artifact.
  record None() implements DeltaBase {
    @Override
    public long lengthBytes() {
      return 0;
    }

    @Override
    public String text() {
      return "none";
    }
  }
}
