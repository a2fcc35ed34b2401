package dev.sluice.formats.deflate.recipe;

/// What ends a segment, the part of a stream up to a flush; the code stands in recipes.
public enum SegmentKind {
  /// The end of the contents.
  FINAL(0),
  /// The same, and the bits that fill up the last byte are not 0: they follow.
  FINAL_PADDED(1),
  /// zlib's sync flush: an empty stored block. The segment's bytes follow, as with the others.
  SYNC(2),
  /// The same, and the encoder forgets what came before.
  FULL(3),
  /// zlib's partial flush: an empty fixed block.
  PARTIAL(4);

  private static final SegmentKind[] KINDS = values();

  private final int code;

  SegmentKind(int code) {
    this.code = code;
  }

  /// What stands for it in a stream or a recipe.
  public int code() {
    return code;
  }

  static int count() {
    return KINDS.length;
  }

  static SegmentKind of(int code) {
    return KINDS[code];
  }

  /// Whether the stream ends with the segment.
  public boolean isFinal() {
    return this == FINAL || this == FINAL_PADDED;
  }
}
