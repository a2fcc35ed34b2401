package dev.sluice.diff.squashfs;

import java.util.Optional;

/// How the blocks of a file system are compressed.
public enum Compressor {
  GZIP(1),
  LZMA(2),
  LZO(3),
  XZ(4),
  LZ4(5),
  ZSTD(6);

  private final int code;

  Compressor(int code) {
    this.code = code;
  }

  static Optional<Compressor> find(int code) {
    for (var compressor : values()) {
      if (compressor.code == code) {
        return Optional.of(compressor);
      }
    }
    return Optional.empty();
  }
}
