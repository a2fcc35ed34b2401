package dev.sluice.patch.inplace;

/// How finely the base is cut up.
///
/// @param blockBytes length of a block; the last one of a base may be shorter
/// @param groupBlocks so many blocks are saved at a time, to be made durable at once
/// @param checkpointBytes of the checkpoints that the patcher offers, those are kept that lie so
///     far apart in the result, since each costs two waits for the disk
public record Geometry(int blockBytes, int groupBlocks, long checkpointBytes) {
  private static final int LEAST_BLOCK_BYTES = 1 << 12;
  private static final int MOST_BLOCK_BYTES = 1 << 16;
  private static final int BLOCKS = 1 << 8;
  private static final int GROUP_BLOCKS = 1 << 4;

  /// Our choice: a block is a 256th of the base or somewhat less, so that the journal of a short
  /// one is short, but from 4 KiB to 64 KiB, so that plans stay small and waits are few.
  static Geometry of(long baseBytes) {
    long part = Long.highestOneBit(Math.max(1, baseBytes / BLOCKS));
    int blockBytes = (int) Math.clamp(part, (long) LEAST_BLOCK_BYTES, MOST_BLOCK_BYTES);
    return new Geometry(blockBytes, GROUP_BLOCKS, (long) GROUP_BLOCKS * blockBytes);
  }

  /// The block that holds a position.
  int block(long position) {
    return Math.toIntExact(position / blockBytes);
  }

  /// Where a block begins.
  long start(int block) {
    return (long) block * blockBytes;
  }

  /// How many blocks a file has.
  public int blocks(long lengthBytes) {
    return Math.toIntExact(Math.ceilDiv(lengthBytes, blockBytes));
  }

  /// The first block behind the group of this one. Groups are the same after a crash as before.
  int groupEnd(int block) {
    return (block / groupBlocks + 1) * groupBlocks;
  }

  /// Whether a checkpoint is kept that follows `last`, both in bytes of the result.
  boolean isKept(long last, long next) {
    return next - last >= checkpointBytes;
  }
}
