package dev.sluice.formats.deflate.token;

/// How a block is coded (RFC 1951, 3.2.3); the code is what its head says.
public enum BlockType {
  /// The bytes as they are.
  STORED(0),

  /// With codes that are the same for all streams.
  FIXED(1),

  /// With codes that stand before it.
  DYNAMIC(2);

  private final int code;

  BlockType(int code) {
    this.code = code;
  }

  /// What stands for it in a stream or a recipe.
  public int code() {
    return code;
  }
}
