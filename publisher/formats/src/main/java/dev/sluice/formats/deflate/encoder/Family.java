package dev.sluice.formats.deflate.encoder;

/// The encoders known: zlib's relatives, by what they hash and where they end blocks, and one that
/// is none. The code stands in recipes.
///
/// Which bytes are hashed decides which matches are found; how they are hashed, how many strangers
/// stand in a chain and use up its length.
public enum Family {
  /// zlib: three bytes, each shifted further than the next.
  ZLIB(0),
  /// Chromium's zlib, on processors that have the instruction, from level 6 on: CRC-32C of three
  /// bytes.
  CHROMIUM_CRC_OF_THREE(1),
  /// The same below level 6: of four bytes, so that most matches of three are not found.
  CHROMIUM_CRC_OF_FOUR(2),
  /// Chromium's zlib since 2022: a product of four bytes.
  CHROMIUM_PRODUCT_OF_FOUR(3),
  /// GNU gzip: hashes like zlib, into 15 bits, and looks every 4096 tokens whether to end the
  /// block.
  GNU_GZIP(4),
  /// Go's `compress/flate`: no relative, but of the same mind. It hashes four bytes, chooses codes
  /// by packages, and ends a stream with an empty stored block.
  GO(5);

  private static final Family[] FAMILIES = values();

  private final int code;

  Family(int code) {
    this.code = code;
  }

  /// What stands for it in a stream or a recipe.
  int code() {
    return code;
  }

  static int count() {
    return FAMILIES.length;
  }

  static Family of(int code) {
    return FAMILIES[code];
  }
}
