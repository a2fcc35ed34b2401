package dev.sluice.formats.deflate.encoder;

/// What an encoder looks for beside its level; zlib's names and numbers. The code stands in
/// recipes.
public enum Strategy {
  /// Nothing else.
  DEFAULT(0),
  /// Matches of up to five bytes are dropped.
  FILTERED(1),
  /// No matches.
  HUFFMAN_ONLY(2),
  /// Only matches with the byte before.
  RUN_LENGTHS(3),
  /// Never dynamic blocks.
  FIXED(4);

  private static final Strategy[] STRATEGIES = values();

  private final int code;

  Strategy(int code) {
    this.code = code;
  }

  /// What stands for it in a stream or a recipe.
  int code() {
    return code;
  }

  static int count() {
    return STRATEGIES.length;
  }

  static Strategy of(int code) {
    return STRATEGIES[code];
  }
}
