package dev.sluice.formats.deflate.block;

import dev.sluice.formats.deflate.block.BlockBuffer.Plan;
import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.deflate.encoder.Strategy;
import dev.sluice.formats.deflate.token.BlockType;
import dev.sluice.formats.deflate.token.Codes;
import dev.sluice.formats.deflate.token.TreeBuilder;
import dev.sluice.formats.deflate.token.TreeHeader;

/// What zlib's `_tr_flush_block` decides: the type of block with the fewest whole bytes.
final class ZlibPlanner implements Planner {
  private static final int HEAD_BITS = 3;
  private static final int STORED_HEAD_BYTES = 4;

  private final TreeBuilder literalTree = new TreeBuilder(Codes.LITERAL_CODES, Codes.MAX_CODE_BITS);
  private final TreeBuilder distanceTree =
      new TreeBuilder(Codes.DISTANCE_CODES, Codes.MAX_CODE_BITS);
  private final TreeBuilder lengthTree =
      new TreeBuilder(Codes.LENGTH_CODES, Codes.MAX_LENGTH_CODE_BITS);
  private final Profile profile;

  ZlibPlanner(Profile profile) {
    this.profile = profile;
  }

  @Override
  public Plan plan(Histogram histogram) {
    literalTree.build(histogram.literals());
    distanceTree.build(histogram.distances());
    var head = TreeHeader.of(literalTree, distanceTree, lengthTree);
    long fixed = wholeBytes(histogram.fixedCost());
    long dynamic =
        wholeBytes(head.bits() + histogram.cost(head.literalLengths(), head.distanceLengths()));
    boolean isFixed = fixed <= dynamic || profile.strategy() == Strategy.FIXED;
    if (profile.isStored() || isWorthStoring(histogram.bytes(), isFixed ? fixed : dynamic)) {
      return new Plan(BlockType.STORED, head);
    }
    return new Plan(isFixed ? BlockType.FIXED : BlockType.DYNAMIC, head);
  }

  private static boolean isWorthStoring(long bytes, long otherwise) {
    return bytes <= Codes.MAX_STORED && bytes + STORED_HEAD_BYTES <= otherwise;
  }

  private static long wholeBytes(long bits) {
    return (bits + HEAD_BITS + Byte.SIZE - 1) / Byte.SIZE;
  }
}
