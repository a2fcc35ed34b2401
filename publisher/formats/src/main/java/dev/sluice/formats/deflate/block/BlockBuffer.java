package dev.sluice.formats.deflate.block;

import dev.sluice.formats.deflate.encoder.Family;
import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.deflate.encoder.Refusal;
import dev.sluice.formats.deflate.token.BitOutput;
import dev.sluice.formats.deflate.token.BlockType;
import dev.sluice.formats.deflate.token.CodeTable;
import dev.sluice.formats.deflate.token.Codes;
import dev.sluice.formats.deflate.token.Token;
import dev.sluice.formats.deflate.token.TreeHeader;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;

/// The tokens of a block, and how an encoder would code them.
public final class BlockBuffer {
  /// Heap that a buffer takes, in bytes.
  public static final int MEMORY_BYTES = 280 << 10;

  private static final int TYPE_BITS = 2;
  private static final int TOKENS_BETWEEN_LOOKS = 1 << 12;
  private static final int STORED_LENGTH_BITS = 16;
  /// Code lengths of fixed blocks.
  static final int[] FIXED_LITERALS = Codes.fixedLiteralLengths();
  /// The same of distances.
  static final int[] FIXED_DISTANCES = Codes.fixedDistanceLengths();

  private final Profile profile;
  private final Planner planner;
  private final TokenList tokens = new TokenList();
  private final Histogram histogram = new Histogram();
  private int lastBytes;

  /// How a block is coded; the head counts for dynamic blocks alone.
  public record Plan(BlockType type, TreeHeader head) {}

  /// Begins with no token.
  public BlockBuffer(Profile profile) {
    this.profile = profile;
    planner = Planner.of(profile);
  }

  /// Number of tokens.
  public int size() {
    return tokens.size();
  }

  /// Whether there is no room for another token.
  public boolean isFull() {
    return tokens.isFull();
  }

  /// Takes a token; there must be room.
  public void add(int token) {
    tokens.add(token);
    lastBytes = Token.bytes(token);
    histogram.add(token);
  }

  /// Whether the encoder ends the block behind `token`, the last one added. zlib does when its
  /// buffer is full; but behind the literal that a lazy encoder had still to write at the end of a
  /// segment, it does not look. Go always ends it with the segment, and says the end of the stream
  /// in a block of its own.
  ///
  /// @param blockTokens tokens of a full buffer
  /// @param remaining bytes behind the token, up to the end of the segment
  public boolean isEndPredicted(int blockTokens, int token, int remaining) {
    long filled = profile.isOfWholeBlocks() ? histogram.bytes() : tokens.size();
    boolean isFull =
        filled == blockTokens || (profile.hasEarlyEnds() && isWorthEnding(profile.isLazy()));
    if (profile.family() == Family.GO) {
      return isFull || remaining == 0;
    }
    return isFull && (remaining > 0 || !profile.isLazy() || Token.isMatch(token));
  }

  /// What GNU gzip asks every 4096 tokens: whether the block shrinks to less than half although
  /// most tokens are literals, by a rough estimate (gzip 1.12, `trees.c`, `ct_tally`).
  ///
  /// @param isLazy whether the encoder is one byte ahead when it writes a token
  private boolean isWorthEnding(boolean isLazy) {
    int size = tokens.size();
    if (size == 0 || size % TOKENS_BETWEEN_LOOKS != 0) {
      return false;
    }
    long bits = (long) size * Byte.SIZE + histogram.fixedDistanceCost();
    long seen = histogram.bytes() - lastBytes + (isLazy ? 1 : 0);
    return histogram.matches() < size / 2 && bits / Byte.SIZE < seen / 2;
  }

  /// Begins the next block.
  public void clear() {
    tokens.clear();
    histogram.clear();
  }

  /// How the encoder codes the block.
  public Plan plan() {
    return planner.plan(histogram);
  }

  /// Writes the block.
  ///
  /// @param window where the contents of the block end at `end`
  /// @throws MalformedPatchException if the block cannot be coded so
  public void write(BitOutput output, Plan plan, boolean isFinal, byte[] window, int end)
      throws IOException, MalformedPatchException {
    output.write(isFinal ? 1 : 0, 1);
    output.write(plan.type.code(), TYPE_BITS);
    switch (plan.type) {
      case STORED -> writeStored(output, window, end);
      case FIXED -> writeTokens(output, FIXED_LITERALS, FIXED_DISTANCES);
      case DYNAMIC -> {
        plan.head.write(output);
        writeTokens(output, plan.head.literalLengths(), plan.head.distanceLengths());
      }
    }
  }

  private void writeStored(BitOutput output, byte[] window, int end)
      throws IOException, MalformedPatchException {
    if (histogram.bytes() > Codes.MAX_STORED) {
      throw Refusal.of("stored blocks of at most 65535 bytes");
    }
    int count = (int) histogram.bytes();
    writeStoredHead(output, count);
    output.writeBytes(window, end - count, count);
  }

  private static void writeStoredHead(BitOutput output, int count)
      throws IOException, MalformedPatchException {
    output.align(0);
    output.write(count, STORED_LENGTH_BITS);
    output.write(~count & Codes.MAX_STORED, STORED_LENGTH_BITS);
    output.align(0);
  }

  /// Writes the block that ends a segment.
  public static void writeFlush(BitOutput output, BlockType type)
      throws IOException, MalformedPatchException {
    output.write(0, 1);
    output.write(type.code(), TYPE_BITS);
    if (type == BlockType.STORED) {
      writeStoredHead(output, 0);
    } else {
      output.write(0, Codes.fixedLength(Codes.END_OF_BLOCK));
    }
  }

  private void writeTokens(BitOutput output, int[] literalLengths, int[] distanceLengths)
      throws IOException, MalformedPatchException {
    requireCodes(histogram.literals(), literalLengths);
    requireCodes(histogram.distances(), distanceLengths);
    var literalCodes = CodeTable.codes(literalLengths);
    var distanceCodes = CodeTable.codes(distanceLengths);
    tokens.rewind();
    for (int i = 0; i < tokens.size(); i++) {
      int token = tokens.next();
      if (Token.isMatch(token)) {
        int length = Token.length(token);
        int code = Codes.lengthCode(length);
        output.write(
            literalCodes[code] | (length - Codes.lengthBase(code)) << literalLengths[code],
            literalLengths[code] + Codes.literalExtra(code));
        int distance = Token.distance(token);
        code = Codes.distanceCode(distance);
        output.write(
            distanceCodes[code] | (distance - Codes.distanceBase(code)) << distanceLengths[code],
            distanceLengths[code] + Codes.distanceExtra(code));
      } else {
        output.write(literalCodes[token], literalLengths[token]);
      }
    }
    output.write(literalCodes[Codes.END_OF_BLOCK], literalLengths[Codes.END_OF_BLOCK]);
  }

  private static void requireCodes(int[] occurrences, int[] lengths)
      throws MalformedPatchException {
    for (int i = 0; i < occurrences.length; i++) {
      if (occurrences[i] > 0 && lengths[i] == 0) {
        throw Refusal.of("a code for each token of a block");
      }
    }
  }
}
