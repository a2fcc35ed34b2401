package dev.sluice.formats.deflate.recipe;

import dev.sluice.formats.deflate.token.BlockType;

/// How a stream deviates from what its profile predicts; the code stands in recipes.
public enum Correction {
  /// No more deviations in this segment.
  NONE(0),
  /// A literal, where a match is predicted. Nothing follows.
  LITERAL(1),
  /// Another match than predicted, or one where a literal is. Its length less 3 and its distance
  /// less 1 follow.
  MATCH(2),
  /// The block ends behind the token, although that is not predicted. Nothing follows.
  BLOCK_ENDS(3),
  /// The block does not end behind the token, although that is predicted. Nothing follows.
  BLOCK_GOES_ON(4),
  /// The block that ends behind the token (or at the end of the segment) is coded in another way. A
  /// [Coding] follows, and the form of the head if it is [Coding#DYNAMIC_WITH_HEAD].
  CODING(5);

  /// Bits that tell which it is, below the tokens since the last one.
  public static final int BITS = 3;

  private static final Correction[] CORRECTIONS = values();

  private final int code;

  Correction(int code) {
    this.code = code;
  }

  /// What stands for it in a stream or a recipe.
  public int code() {
    return code;
  }

  /// How many there are.
  public static int count() {
    return CORRECTIONS.length;
  }

  /// The one that a code stands for.
  public static Correction of(int code) {
    return CORRECTIONS[code];
  }

  /// How a block is coded that is not coded as predicted.
  public enum Coding {
    /// As its bytes are.
    STORED(0),
    /// With the codes of all fixed blocks.
    FIXED(1),
    /// With the codes that zlib would build.
    DYNAMIC(2),
    /// With other codes, which follow.
    DYNAMIC_WITH_HEAD(3);

    private static final Coding[] CODINGS = values();

    private final int code;

    Coding(int code) {
      this.code = code;
    }

    /// What stands for it in a stream or a recipe.
    public int code() {
      return code;
    }

    /// How many there are.
    public static int count() {
      return CODINGS.length;
    }

    /// The one that a code stands for.
    public static Coding of(int code) {
      return CODINGS[code];
    }

    /// The type of a block that is coded so.
    public BlockType blockType() {
      return switch (this) {
        case STORED -> BlockType.STORED;
        case FIXED -> BlockType.FIXED;
        case DYNAMIC, DYNAMIC_WITH_HEAD -> BlockType.DYNAMIC;
      };
    }
  }
}
