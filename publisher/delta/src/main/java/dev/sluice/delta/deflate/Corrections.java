package dev.sluice.delta.deflate;

import dev.sluice.delta.stream.RecipeReader;
import dev.sluice.delta.wire.MalformedPatchException;
import java.io.IOException;

/// Reads a recipe behind its profile: segments, and in each the corrections.
final class Corrections {
  private static final int PAYLOAD_BITS = 7;
  private static final int PAYLOAD = (1 << PAYLOAD_BITS) - 1;
  private static final int MAX_SHIFT = 56;

  private final RecipeReader recipe;
  private Correction next = Correction.NONE;
  private long tokensBefore;

  Corrections(RecipeReader recipe) {
    this.recipe = recipe;
  }

  /// A refusal; where in the patch is known to the patcher alone.
  static MalformedPatchException corrupt(String rule) {
    return MalformedPatchException.corrupt(0, "the recipe of a deflate stream must hold " + rule);
  }

  SegmentKind readSegmentKind() throws IOException, MalformedPatchException {
    int kind = recipe.read();
    if (kind >= SegmentKind.count()) {
      throw corrupt("kinds of segments");
    }
    return SegmentKind.of(kind);
  }

  int readByte() throws IOException, MalformedPatchException {
    return recipe.read();
  }

  /// A number of at most 63 bits.
  long readNumber() throws IOException, MalformedPatchException {
    long number = 0;
    for (int shift = 0; shift <= MAX_SHIFT; shift += PAYLOAD_BITS) {
      int read = recipe.read();
      number |= (long) (read & PAYLOAD) << shift;
      if (read <= PAYLOAD) {
        return number;
      }
    }
    throw corrupt("numbers of at most 63 bits");
  }

  /// Reads when the next correction is due, and which it is.
  void readNext() throws IOException, MalformedPatchException {
    long number = readNumber();
    int code = (int) (number & ((1 << Correction.BITS) - 1));
    if (code >= Correction.count()) {
      throw corrupt("kinds of corrections");
    }
    next = Correction.of(code);
    tokensBefore = next == Correction.NONE ? Long.MAX_VALUE : number >>> Correction.BITS;
  }

  /// Whether a correction concerns the current token.
  boolean isAnyDue() {
    return tokensBefore == 0;
  }

  boolean isDue(Correction correction) {
    return tokensBefore == 0 && next == correction;
  }

  /// Goes on to the next token.
  void advance() throws MalformedPatchException {
    if (tokensBefore == 0) {
      throw corrupt("corrections in the order in which they apply");
    }
    tokensBefore--;
  }

  /// Checks that the segment has no more corrections.
  void requireNone() throws MalformedPatchException {
    if (next != Correction.NONE) {
      throw corrupt("corrections within their segment");
    }
  }
}
