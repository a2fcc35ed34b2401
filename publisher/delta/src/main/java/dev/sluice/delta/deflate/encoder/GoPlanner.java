package dev.sluice.delta.deflate.encoder;

import dev.sluice.delta.deflate.encoder.BlockBuffer.Plan;
import dev.sluice.delta.deflate.token.BlockType;
import dev.sluice.delta.deflate.token.Codes;
import dev.sluice.delta.deflate.token.PackageBuilder;
import dev.sluice.delta.deflate.token.TreeHeader;
import java.util.Arrays;

/// What Go's encoder decides: the type of block with the fewest bits (Go 1.19,
/// `compress/flate/huffman_bit_writer.go`). An empty block is the one that ends a stream.
final class GoPlanner implements Planner {
  private static final int STORED_HEAD_BYTES = 5;
  private static final int HEAD_BITS = 3;

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
    return new Plan(type(histogram.bytes(), fixed, dynamic), head);
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
