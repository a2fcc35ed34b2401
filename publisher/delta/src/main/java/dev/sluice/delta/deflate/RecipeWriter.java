package dev.sluice.delta.deflate;

import dev.sluice.delta.wire.Varint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Writes what [Corrections] reads. A segment's corrections are held back until it ends, since its
/// length stands before them.
final class RecipeWriter {
  private final ByteArrayOutputStream complete = new ByteArrayOutputStream();
  private final ByteArrayOutputStream segment = new ByteArrayOutputStream();
  private long tokens;
  private boolean isExact = true;

  RecipeWriter(Profile profile) {
    profile.write(complete);
  }

  /// Bytes so far.
  int size() {
    return complete.size() + segment.size();
  }

  /// Whether nothing had to be corrected.
  boolean isExact() {
    return isExact;
  }

  /// Records a correction of the current token.
  void add(Correction correction) {
    isExact = false;
    writeNumber(segment, tokens << Correction.BITS | correction.code());
    tokens = 0;
  }

  void addMatch(int token) {
    add(Correction.MATCH);
    segment.write(Token.length(token) - Codes.MIN_MATCH);
    writeNumber(segment, Token.distance(token) - 1);
  }

  void addCoding(Correction.Coding coding) {
    add(Correction.CODING);
    segment.write(coding.code());
  }

  void addHead(TreeHeader head) {
    addCoding(Correction.Coding.DYNAMIC_WITH_HEAD);
    segment.writeBytes(head.form());
  }

  /// Goes on to the next token.
  void advance() {
    tokens++;
  }

  /// Ends a segment at a flush.
  void endSegment(SegmentKind kind, long bytes) {
    complete.write(kind.code());
    writeNumber(complete, bytes);
    endCorrections();
  }

  /// Ends the last segment.
  byte[] finish(int padding) {
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
