package dev.sluice.delta.zstd;

import java.util.Optional;

/// How contents come to the encoder, on which the limits of blocks depend, and what matches reach.
enum Mode {
  /// All at once (`ZSTD_compress2`).
  ONE_SHOT,
  /// Block by block (`ZSTD_compressStream2`).
  STREAMED,
  /// Job by job (the same with workers, however many, which is what the zstd tool does).
  WORKER;

  /// The mode of a number in a recipe, which is its place here.
  static Optional<Mode> find(int code) {
    return code < values().length ? Optional.of(values()[code]) : Optional.empty();
  }
}
