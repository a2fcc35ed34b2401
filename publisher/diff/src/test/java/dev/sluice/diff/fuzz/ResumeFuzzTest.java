package dev.sluice.diff.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.patch.Checkpoint;
import dev.sluice.patch.Checkpoints;
import dev.sluice.patch.RandomReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Going on from a checkpoint, which may be damaged, or another patch's.
class ResumeFuzzTest {
  private static final List<byte[]> PATCHES = Inputs.patches().toList();

  @FuzzTest
  void givenAnyCheckpoint_whenGoingOn_thenEndsInAnOutcome(FuzzedDataProvider data)
      throws IOException {
    var patch = data.pickValue(PATCHES);
    var last =
        new Checkpoint(offset(data, patch.length), offset(data, 1 << 16), offset(data, 1 << 16));
    int madeBytes = (int) Math.min(last.resultBytes(), 1 << 17);
    var made = Arrays.copyOf(data.consumeRemainingAsBytes(), madeBytes);

    Applying.requireOutcome(
        patch, made, new Kept(last, RandomReader.of(MemorySegment.ofArray(made))));
  }

  private static long offset(FuzzedDataProvider data, int likely) {
    return data.consumeLong(0, data.consumeBoolean() ? likely : Long.MAX_VALUE);
  }

  /// What a device found on its disk.
  private record Kept(Checkpoint checkpoint, RandomReader made) implements Checkpoints {
    @Override
    public Optional<Checkpoint> last() {
      return Optional.of(checkpoint);
    }

    @Override
    public void reached(Checkpoint reached) {}

    @Override
    public void discard() {}
  }
}
