package dev.sluice.delta.deflate.encoder;

import dev.sluice.delta.deflate.token.BitOutput;
import dev.sluice.delta.deflate.token.BlockType;
import dev.sluice.delta.deflate.token.CodeTable;
import dev.sluice.delta.deflate.token.Codes;
import dev.sluice.delta.deflate.token.Token;
import dev.sluice.delta.deflate.token.TreeBuilder;
import dev.sluice.delta.deflate.token.TreeHeader;
import dev.sluice.delta.wire.MalformedPatchException;
import java.io.IOException;
import java.util.Arrays;

/// The tokens of a block, and how zlib would code them.
public final class BlockBuffer {
  /// Most tokens of a block; encoders with longer ones are not predicted anyway.
  static final int MAX_TOKENS = Codes.MAX_STORED;

  /// Heap that a buffer takes, in bytes.
  public static final int MEMORY_BYTES = 280 << 10;

  private static final int TYPE_BITS = 2;
  private static final int TOKENS_BETWEEN_LOOKS = 1 << 12;
  private static final int STORED_LENGTH_BITS = 16;
  private static final int HEAD_BITS = 3;
  private static final int STORED_HEAD_BYTES = 4;
  private static final int[] FIXED_LITERALS = Codes.fixedLiteralLengths();
  private static final int[] FIXED_DISTANCES = Codes.fixedDistanceLengths();

  private final TreeBuilder literalTree = new TreeBuilder(Codes.LITERAL_CODES, Codes.MAX_CODE_BITS);
  private final TreeBuilder distanceTree =
      new TreeBuilder(Codes.DISTANCE_CODES, Codes.MAX_CODE_BITS);
  private final TreeBuilder lengthTree =
      new TreeBuilder(Codes.LENGTH_CODES, Codes.MAX_LENGTH_CODE_BITS);
  private final int[] tokens = new int[MAX_TOKENS];
  private final int[] literals = new int[Codes.LITERAL_CODES];
  private final int[] distances = new int[Codes.DISTANCE_CODES];
  private int size;
  private long bytes;

  /// How a block is coded; the head counts for dynamic blocks alone.
  public record Plan(BlockType type, TreeHeader head) {}

  /// Number of tokens.
  public int size() {
    return size;
  }

  /// Bytes of the contents that the tokens make.
  long bytes() {
    return bytes;
  }

  /// Whether there is no room for another token.
  public boolean isFull() {
    return size == MAX_TOKENS;
  }

  /// Takes a token; there must be room.
  public void add(int token) {
    tokens[size++] = token;
    if (Token.isMatch(token)) {
      literals[Codes.lengthCode(Token.length(token))]++;
      distances[Codes.distanceCode(Token.distance(token))]++;
      bytes += Token.length(token);
    } else {
      literals[token]++;
      bytes++;
    }
  }

  /// Whether zlib ends the block behind `token`, the last one added. It does when its buffer is
  /// full; but behind the literal that a lazy encoder had still to write at the end of a segment,
  /// it does not look.
  ///
  /// @param blockTokens tokens of a full buffer
  /// @param remaining bytes behind the token, up to the end of the segment
  public boolean isEndPredicted(Profile profile, int blockTokens, int token, int remaining) {
    boolean isFull =
        size == blockTokens || (profile.hasEarlyEnds() && isWorthEnding(profile.isLazy()));
    return isFull && (remaining > 0 || !profile.isLazy() || Token.isMatch(token));
  }

  /// What GNU gzip asks every 4096 tokens: whether the block shrinks to less than half although
  /// most
  /// tokens are literals, by a rough estimate (gzip 1.12, `trees.c`, `ct_tally`).
  ///
  /// @param isLazy whether the encoder is one byte ahead when it writes a token
  private boolean isWorthEnding(boolean isLazy) {
    if (size == 0 || size % TOKENS_BETWEEN_LOOKS != 0) {
      return false;
    }
    long bits = (long) size * Byte.SIZE;
    int matches = 0;
    for (int i = 0; i < distances.length; i++) {
      matches += distances[i];
      bits += (long) distances[i] * (Codes.FIXED_DISTANCE_LENGTH + Codes.distanceExtra(i));
    }
    long seen = bytes - Token.bytes(tokens[size - 1]) + (isLazy ? 1 : 0);
    return matches < size / 2 && bits / Byte.SIZE < seen / 2;
  }

  /// Begins the next block.
  public void clear() {
    size = 0;
    bytes = 0;
    Arrays.fill(literals, 0);
    Arrays.fill(distances, 0);
  }

  /// What zlib's `_tr_flush_block` decides.
  public Plan plan(Profile profile) {
    literals[Codes.END_OF_BLOCK] = 1;
    literalTree.build(literals);
    distanceTree.build(distances);
    var head = TreeHeader.of(literalTree, distanceTree, lengthTree);
    long fixed = wholeBytes(cost(FIXED_LITERALS, FIXED_DISTANCES));
    long dynamic = wholeBytes(head.bits() + cost(head.literalLengths(), head.distanceLengths()));
    boolean isFixed = fixed <= dynamic || profile.strategy() == Strategy.FIXED;
    if (profile.isStored()
        || (bytes <= Codes.MAX_STORED
            && bytes + STORED_HEAD_BYTES <= (isFixed ? fixed : dynamic))) {
      return new Plan(BlockType.STORED, head);
    }
    return new Plan(isFixed ? BlockType.FIXED : BlockType.DYNAMIC, head);
  }

  private static long wholeBytes(long bits) {
    return (bits + HEAD_BITS + Byte.SIZE - 1) / Byte.SIZE;
  }

  private long cost(int[] literalLengths, int[] distanceLengths) {
    long bits = 0;
    for (int i = 0; i < literals.length; i++) {
      bits += (long) literals[i] * (literalLengths[i] + Codes.literalExtra(i));
    }
    for (int i = 0; i < distances.length; i++) {
      bits += (long) distances[i] * (distanceLengths[i] + Codes.distanceExtra(i));
    }
    return bits;
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
    if (bytes > Codes.MAX_STORED) {
      throw Refusal.of("stored blocks of at most 65535 bytes");
    }
    int count = (int) bytes;
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
    literals[Codes.END_OF_BLOCK] = 1;
    requireCodes(literals, literalLengths);
    requireCodes(distances, distanceLengths);
    var literalCodes = CodeTable.codes(literalLengths);
    var distanceCodes = CodeTable.codes(distanceLengths);
    for (int i = 0; i < size; i++) {
      int token = tokens[i];
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
