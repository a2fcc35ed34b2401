package dev.sluice.delta.zstd;

/// How contents come to the encoder, on which the limits of blocks depend, and what matches reach.
enum Mode {
  /// All at once (`ZSTD_compress2`).
  ONE_SHOT,
  /// Block by block (`ZSTD_compressStream2`).
  STREAMED,
  /// Job by job (the same with workers, however many, which is what the zstd tool does).
  WORKER,
  /// Block by block, of contents that lie in one piece: what comes of [#ONE_SHOT], and of a single
  /// job, if blocks are not split, but in less memory (`ZSTD_c_stableInBuffer`).
  IN_PLACE;

  /// The mode of a number in a recipe, 0 to 3, which is its place here.
  static Mode of(int code) {
    return values()[code];
  }
}
