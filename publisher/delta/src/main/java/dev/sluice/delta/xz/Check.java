package dev.sluice.delta.xz;

import java.util.Optional;

/// Checksums of the contents of a block.
enum Check {
  NONE(0, 0),
  CRC32(1, 4),
  CRC64(4, 8),
  SHA256(10, 32);

  private final int code;
  private final int lengthBytes;

  Check(int code, int lengthBytes) {
    this.code = code;
    this.lengthBytes = lengthBytes;
  }

  static Optional<Check> find(int code) {
    for (var check : values()) {
      if (check.code == code) {
        return Optional.of(check);
      }
    }
    return Optional.empty();
  }

  /// As it stands in the stream header.
  int code() {
    return code;
  }

  int lengthBytes() {
    return lengthBytes;
  }
}
