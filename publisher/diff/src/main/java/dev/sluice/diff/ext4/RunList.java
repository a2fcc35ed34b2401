package dev.sluice.diff.ext4;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Collects the blocks of a file.
final class RunList {
  /// A file in more runs is left alone.
  private static final int MAX_RUNS = 1 << 11;

  private final Superblock head;
  private final long length;
  private final long maxSteps;
  private final List<Blocks> runs = new ArrayList<>();
  private long steps;

  /// @param first the first block, of the file system
  /// @param fileBlock the first block, of the file
  private record Blocks(long first, long fileBlock, long count) {
    boolean isFollowedBy(long block, long fileBlockThere) {
      return first + count == block && fileBlock + count == fileBlockThere;
    }
  }

  /// @param length of the file
  /// @param maxSteps how much may be looked at
  RunList(Superblock head, long length, long maxSteps) {
    this.head = head;
    this.length = length;
    this.maxSteps = maxSteps;
  }

  /// How many runs there are.
  int size() {
    return runs.size();
  }

  /// How much was looked at.
  long steps() {
    return steps;
  }

  /// Takes a step.
  ///
  /// @return whether to go on
  boolean step() {
    steps++;
    return steps < maxSteps;
  }

  /// Length of the file in blocks.
  long blocks() {
    return (length + head.blockBytes() - 1) / head.blockBytes();
  }

  /// Adds blocks, in the order of the file.
  ///
  /// @return false if they cannot be blocks of a file
  boolean add(long first, long fileBlock, long count) {
    long within = Math.min(count, blocks() - fileBlock);
    if (within <= 0) {
      return true; // reserved behind the end of the file
    }
    if (first < 1 || first > head.blocks() - within) {
      return false;
    }
    var last = runs.isEmpty() ? new Blocks(0, 0, 0) : runs.getLast();
    if (fileBlock < last.fileBlock() + last.count() || first < last.first() + last.count()) {
      return false;
    }
    if (!runs.isEmpty() && last.isFollowedBy(first, fileBlock)) {
      runs.set(runs.size() - 1, new Blocks(last.first(), last.fileBlock(), last.count() + within));
    } else {
      runs.add(new Blocks(first, fileBlock, within));
    }
    return runs.size() <= MAX_RUNS;
  }

  /// The file, if it begins with a block.
  ///
  /// @param start where in the view the file system begins
  Optional<Ext4File> file(long start) {
    if (runs.isEmpty() || runs.getFirst().fileBlock() != 0) {
      return Optional.empty();
    }
    return Optional.of(new Ext4File(length, runs.stream().map(run -> extent(start, run)).toList()));
  }

  private Ext4File.Extent extent(long start, Blocks blocks) {
    long offset = blocks.fileBlock() * head.blockBytes();
    long bytes = Math.min(blocks.count() * head.blockBytes(), length - offset);
    return new Ext4File.Extent(start + blocks.first() * head.blockBytes(), offset, bytes);
  }

  /// Marks the blocks, unless some are marked.
  ///
  /// @return whether none was
  boolean take(BitSet taken) {
    for (var run : runs) {
      int next = taken.nextSetBit((int) run.first());
      if (next >= 0 && next < run.first() + run.count()) {
        return false;
      }
    }
    runs.forEach(run -> taken.set((int) run.first(), (int) (run.first() + run.count())));
    return true;
  }
}
