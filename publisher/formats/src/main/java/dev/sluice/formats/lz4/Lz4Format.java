package dev.sluice.formats.lz4;

/// The numbers of the legacy frame and of LZ4 blocks.
public final class Lz4Format {
  public static final int MAGIC = 0x184c2102;

  /// Contents of a block, but for the last one of a stream.
  public static final int BLOCK_BYTES = 1 << 23;

  /// No block that an encoder makes is longer (`LZ4_compressBound`).
  public static final int MAX_COMPRESSED_BYTES = BLOCK_BYTES + BLOCK_BYTES / 255 + 16;

  static final int MIN_MATCH = 4;

  /// How far back a match may reach.
  static final int MAX_DISTANCE = 65535;

  /// A block ends with at least so many literals,
  static final int LAST_LITERALS = 5;

  /// and its last match starts at least so many bytes before its end.
  static final int MATCH_LIMIT = 12;

  /// A shorter block is all literals.
  static final int MIN_BLOCK_BYTES = MATCH_LIMIT + 1;

  static final int LITERALS_SHIFT = 4;

  /// In both halves of a token: more length follows in bytes of their own.
  static final int LONG = 15;

  /// In such a byte: yet more follows.
  static final int MORE = 255;

  private Lz4Format() {}
}
