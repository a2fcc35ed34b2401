package dev.sluice.formats.deflate.recipe;

import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.deflate.encoder.Refusal;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.formats.stream.RecipeReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// Reads a recipe behind its profile: segments, and in each the corrections.
public final class Corrections {
  private static final int PAYLOAD_BITS = 7;
  private static final int PAYLOAD = (1 << PAYLOAD_BITS) - 1;
  private static final int MAX_SHIFT = 56;

  private final RecipeReader recipe;
  private Correction next = Correction.NONE;
  private long tokensBefore;

  /// Starts behind the profile.
  public Corrections(RecipeReader recipe) {
    this.recipe = recipe;
  }

  /// The recipe of what an encoder makes in one go, with nothing to correct.
  public static Recipe none(Profile profile) {
    var recipe = new ByteArrayOutputStream();
    profile.write(recipe);
    recipe.write(SegmentKind.FINAL.code());
    recipe.write(Correction.NONE.code());
    return new Recipe(recipe.toByteArray());
  }

  /// What a recipe says of a segment before its corrections.
  ///
  /// @param bytes its length; 0 for the last one, which ends with the contents
  /// @param padding the bits that fill up the last byte of the stream
  public record Segment(SegmentKind kind, long bytes, int padding) {}

  /// Reads the head of the next segment, and when its first correction is due.
  ///
  /// @throws MalformedPatchException if it is of no known kind
  public Segment readSegment() throws IOException, MalformedPatchException {
    int code = recipe.read();
    if (code >= SegmentKind.count()) {
      throw Refusal.of("kinds of segments");
    }
    var kind = SegmentKind.of(code);
    long bytes = kind.isFinal() ? 0 : readNumber();
    int padding = kind == SegmentKind.FINAL_PADDED ? recipe.read() : 0;
    readNext();
    return new Segment(kind, bytes, padding);
  }

  /// A byte, 0 to 255, that belongs to the current correction or segment.
  public int readByte() throws IOException, MalformedPatchException {
    return recipe.read();
  }

  /// A number of at most 63 bits.
  public long readNumber() throws IOException, MalformedPatchException {
    long number = 0;
    for (int shift = 0; shift <= MAX_SHIFT; shift += PAYLOAD_BITS) {
      int read = recipe.read();
      number |= (long) (read & PAYLOAD) << shift;
      if (read <= PAYLOAD) {
        return number;
      }
    }
    throw Refusal.of("numbers of at most 63 bits");
  }

  /// Reads when the next correction is due, and which it is.
  public void readNext() throws IOException, MalformedPatchException {
    long number = readNumber();
    int code = (int) (number & ((1 << Correction.BITS) - 1));
    if (code >= Correction.count()) {
      throw Refusal.of("kinds of corrections");
    }
    next = Correction.of(code);
    tokensBefore = next == Correction.NONE ? Long.MAX_VALUE : number >>> Correction.BITS;
  }

  /// Whether a correction concerns the current token.
  public boolean isAnyDue() {
    return tokensBefore == 0;
  }

  /// Whether this very correction concerns the current token.
  public boolean isDue(Correction correction) {
    return tokensBefore == 0 && next == correction;
  }

  /// Goes on to the next token.
  public void advance() throws MalformedPatchException {
    if (tokensBefore == 0) {
      throw Refusal.of("corrections in the order in which they apply");
    }
    tokensBefore--;
  }

  /// Whether the segment has no more corrections.
  public boolean areDone() {
    return next == Correction.NONE;
  }

  /// Checks that the segment has no more corrections.
  public void requireDone() throws MalformedPatchException {
    if (!areDone()) {
      throw Refusal.of("corrections within their segment");
    }
  }
}
