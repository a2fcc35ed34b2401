package dev.sluice.diff.deflate.search;

import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.deflate.recipe.Correction;
import dev.sluice.formats.deflate.recipe.SegmentKind;
import dev.sluice.formats.deflate.token.Codes;
import dev.sluice.formats.deflate.token.Token;
import dev.sluice.formats.deflate.token.TreeHeader;
import dev.sluice.formats.stream.Varint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Writes what [dev.sluice.formats.deflate.recipe.Corrections] reads. A segment's corrections are
/// held back until it ends, since its length stands before them.
public final class RecipeWriter {
  private final ByteArrayOutputStream complete = new ByteArrayOutputStream();
  private final ByteArrayOutputStream segment = new ByteArrayOutputStream();
  private long tokens;
  private boolean isExact = true;

  /// Starts with the profile.
  public RecipeWriter(Profile profile) {
    profile.write(complete);
  }

  /// Bytes so far.
  public int size() {
    return complete.size() + segment.size();
  }

  /// Whether nothing had to be corrected.
  public boolean isExact() {
    return isExact;
  }

  /// Records a correction of the current token.
  public void add(Correction correction) {
    isExact = false;
    writeNumber(segment, tokens << Correction.BITS | correction.code());
    tokens = 0;
  }

  /// Records that the current token is this match, which is not predicted.
  public void addMatch(int token) {
    add(Correction.MATCH);
    segment.write(Token.length(token) - Codes.MIN_MATCH);
    writeNumber(segment, Token.distance(token) - 1);
  }

  /// Records how the block that ends behind the current token is coded.
  public void addCoding(Correction.Coding coding) {
    add(Correction.CODING);
    segment.write(coding.code());
  }

  /// Records that the block that ends behind the current token has this head.
  public void addHead(TreeHeader head) {
    addCoding(Correction.Coding.DYNAMIC_WITH_HEAD);
    segment.writeBytes(head.form());
  }

  /// Goes on to the next token.
  public void advance() {
    tokens++;
  }

  /// Ends a segment at a flush.
  public void endSegment(SegmentKind kind, long bytes) {
    complete.write(kind.code());
    writeNumber(complete, bytes);
    endCorrections();
  }

  /// Ends the last segment.
  public byte[] finish(int padding) {
    complete.write((padding == 0 ? SegmentKind.FINAL : SegmentKind.FINAL_PADDED).code());
    if (padding != 0) {
      complete.write(padding);
    }
    endCorrections();
    return complete.toByteArray();
  }

  private void endCorrections() {
    segment.write(Correction.NONE.code());
    complete.writeBytes(segment.toByteArray());
    segment.reset();
    tokens = 0;
  }

  private static void writeNumber(ByteArrayOutputStream target, long number) {
    try {
      Varint.write(target, number);
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes all bytes", e);
    }
  }
}
