package dev.sluice.formats.deflate.block;

import dev.sluice.formats.deflate.block.BlockBuffer.Plan;
import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.deflate.encoder.Strategy;
import dev.sluice.formats.deflate.token.BlockType;
import dev.sluice.formats.deflate.token.Codes;
import dev.sluice.formats.deflate.token.PackageBuilder;
import dev.sluice.formats.deflate.token.TreeHeader;
import java.util.Arrays;

/// What Go's encoder decides: the type of block with the fewest bits (Go 1.19,
/// `compress/flate/huffman_bit_writer.go`). An empty block is the one that ends a stream.
final class GoPlanner implements Planner {
  private static final int STORED_HEAD_BYTES = 5;
  private static final int HEAD_BITS = 3;
  private static final int MAX_TINY_BYTES = 16;
  private static final int LEAST_GAIN_LOG = 4;

  /// What Go counts in a block without matches, so that there is a code: a distance that no token
  /// has.
  private static final int[] ONE_DISTANCE = Arrays.copyOf(new int[] {1}, Codes.DISTANCE_CODES);

  private final PackageBuilder literalCodes =
      new PackageBuilder(Codes.LITERAL_CODES, Codes.MAX_CODE_BITS);
  private final PackageBuilder distanceCodes =
      new PackageBuilder(Codes.DISTANCE_CODES, Codes.MAX_CODE_BITS);
  private final PackageBuilder lengthCodes =
      new PackageBuilder(Codes.LENGTH_CODES, Codes.MAX_LENGTH_CODE_BITS);
  private final Profile profile;

  GoPlanner(Profile profile) {
    this.profile = profile;
  }

  @Override
  public Plan plan(Histogram histogram) {
    boolean isWithoutMatch = histogram.matches() == 0;
    literalCodes.build(histogram.literals());
    distanceCodes.build(isWithoutMatch ? ONE_DISTANCE : histogram.distances());
    var head = TreeHeader.ofJoined(literalCodes, distanceCodes, lengthCodes);
    long fixed = HEAD_BITS + histogram.fixedCost();
    long dynamic =
        HEAD_BITS + head.bits() + histogram.cost(head.literalLengths(), head.distanceLengths());
    if (isWithoutMatch) {
      fixed += Codes.FIXED_DISTANCE_LENGTH;
      dynamic++;
    }
    var type =
        profile.isOfWholeBlocks()
            ? wholeType(histogram, dynamic)
            : type(histogram.bytes(), fixed, dynamic);
    return new Plan(type, head);
  }

  /// The fast ways store what shrinks by less than a sixteenth, of which they count no extra bits.
  private BlockType wholeType(Histogram histogram, long dynamic) {
    long bytes = histogram.bytes();
    long counted = dynamic - histogram.extraBits();
    boolean isTiny = profile.strategy() != Strategy.HUFFMAN_ONLY && bytes <= MAX_TINY_BYTES;
    boolean isWorthStoring =
        bytes <= Codes.MAX_STORED
            && (bytes + STORED_HEAD_BYTES) * Byte.SIZE < counted + (counted >> LEAST_GAIN_LOG);
    return bytes == 0 || isTiny || isWorthStoring ? BlockType.STORED : BlockType.DYNAMIC;
  }

  private BlockType type(long bytes, long fixed, long dynamic) {
    boolean isWorthStoring =
        bytes <= Codes.MAX_STORED
            && (bytes + STORED_HEAD_BYTES) * Byte.SIZE < Math.min(fixed, dynamic);
    if (bytes == 0 || profile.isStored() || isWorthStoring) {
      return BlockType.STORED;
    }
    return dynamic < fixed ? BlockType.DYNAMIC : BlockType.FIXED;
  }
}
