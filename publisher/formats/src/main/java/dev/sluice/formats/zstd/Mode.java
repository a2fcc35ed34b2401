package dev.sluice.formats.zstd;

/// How contents come to the encoder, on which the limits of blocks depend, and what matches reach.
public enum Mode {
  /// All at once (`ZSTD_compress2`).
  ONE_SHOT(0),
  /// Block by block (`ZSTD_compressStream2`).
  STREAMED(1),
  /// Job by job (the same with workers, however many, which is what the zstd tool does).
  WORKER(2),
  /// Block by block, of contents that lie in one piece: what comes of [#ONE_SHOT], and of a single
  /// job, if blocks are not split, but in less memory (`ZSTD_c_stableInBuffer`).
  IN_PLACE(3);

  private final int code;

  Mode(int code) {
    this.code = code;
  }

  /// As it stands in a recipe.
  int code() {
    return code;
  }

  /// The mode of a number in a recipe, 0 to 3.
  static Mode of(int code) {
    return switch (code) {
      case 0 -> ONE_SHOT;
      case 1 -> STREAMED;
      case 2 -> WORKER;
      case 3 -> IN_PLACE;
      default -> throw new IllegalArgumentException("two bits make no " + code);
    };
  }
}
