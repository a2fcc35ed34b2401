package dev.sluice.formats.xz;

import java.util.Optional;

/// Checksums of the contents of a block.
public enum Check {
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

  public static Optional<Check> find(int code) {
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

  public int lengthBytes() {
    return lengthBytes;
  }
}
