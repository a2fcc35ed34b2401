package dev.sluice.delta.deflate;

/// How a block is coded (RFC 1951, 3.2.3); the code is what its head says.
enum BlockType {
  STORED(0),
  FIXED(1),
  DYNAMIC(2);

  private final int code;

  BlockType(int code) {
    this.code = code;
  }

  /// What stands for it in a stream or a recipe.
  int code() {
    return code;
  }
}
