package dev.sluice.diff.match;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;

/// Makes the [EditScript] that leads from old bytes to new ones.
///
/// Old is indexed twice, by short seeds at every second position and by long ones at every fourth:
/// denser indexes took twice the memory and made no pair of the corpus smaller by 1 %. Where they
/// do not fit the memory, only what does not stay in its place is indexed, and of that every fourth
/// position, and so on. New is cut into two parts, which are aligned at the same time where the
/// executor has threads for it; unless it is long and a sample shows that old has nothing of it.
public final class Matcher {
  private static final int SHORT_SEED_BYTES = 6;
  private static final int LONG_SEED_BYTES = 24;
  static final int MAX_STEP_SHIFT = 12;

  private static final long MAX_ENTRIES = 1L << 29;
  private static final int PARTS = 2;
  private static final long MIN_PART_BYTES = 1 << 19;

  private Matcher() {}

  /// Compares the two.
  ///
  /// @param old native, so that reading it is fast
  /// @param neu native
  /// @param isArchive whether the two hold many unlike files
  /// @param maxMemoryBytes bound of what is allocated off the heap
  /// @param progress takes bytes of new as they are aligned
  public static EditScript match(
      MemorySegment old,
      MemorySegment neu,
      boolean isArchive,
      Search search,
      long maxMemoryBytes,
      Executor executor,
      LongConsumer progress) {
    if (old.byteSize() == 0) {
      return inserted(neu.byteSize());
    }
    var blocks = OldBlocks.all(old);
    int least = search.minStepShift();
    if (stepShift(least, blocks.bytes(), maxMemoryBytes) > least) {
      blocks = OldBlocks.changed(old, neu);
    }
    int step = stepShift(least, blocks.bytes(), maxMemoryBytes);
    var costs = isArchive ? Costs.ARCHIVE : Costs.DEFAULT;
    try (var arena = Arena.ofShared()) {
      var indexed = blocks;
      var shortSeeds =
          CompletableFuture.supplyAsync(
              () -> new SeedIndex(old, indexed, SHORT_SEED_BYTES, step, arena), executor);
      var longSeeds = new SeedIndex(old, indexed, LONG_SEED_BYTES, step + 1, arena);
      var pair = new Pair(old, neu, costs, search, shortSeeds.join(), longSeeds, progress);
      return align(pair, executor);
    }
  }

  private static EditScript inserted(long bytes) {
    var script = new EditScript();
    script.add(0, 0, bytes);
    return script;
  }

  private static int stepShift(int least, long indexedBytes, long maxMemoryBytes) {
    int shift = least;
    while (shift < MAX_STEP_SHIFT
        && (indexedBytes >>> shift > MAX_ENTRIES
            || SeedIndex.memoryBytes(indexedBytes, shift)
                    + SeedIndex.memoryBytes(indexedBytes, shift + 1)
                > maxMemoryBytes)) {
      shift++;
    }
    return shift;
  }

  private record Pair(
      MemorySegment old,
      MemorySegment neu,
      Costs costs,
      Search search,
      SeedIndex shortSeeds,
      SeedIndex longSeeds,
      LongConsumer progress) {
    long inserted(long from, long to) {
      return align(from, to, _ -> {}).insertedBytes();
    }

    EditScript align(long from, long to) {
      return align(from, to, progress);
    }

    private EditScript align(long from, long to, LongConsumer aligned) {
      var script = new EditScript();
      new Aligner(old, neu, shortSeeds, longSeeds, costs, search, script, aligned).align(from, to);
      return script;
    }
  }

  private static EditScript align(Pair pair, Executor executor) {
    long length = pair.neu().byteSize();
    if (ForeignCheck.isForeign(length, executor, pair::inserted)) {
      pair.progress().accept(length);
      return inserted(length);
    }
    int parts = length / PARTS < MIN_PART_BYTES ? 1 : PARTS;
    List<CompletableFuture<EditScript>> aligned = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      long from = length * part / parts;
      long to = length * (part + 1) / parts;
      aligned.add(CompletableFuture.supplyAsync(() -> pair.align(from, to), executor));
    }
    var script = new EditScript();
    for (var part : aligned) {
      script.addAll(part.join());
    }
    return script;
  }
}
