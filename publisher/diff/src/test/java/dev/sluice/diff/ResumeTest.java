package dev.sluice.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.formats.samples.Samples;
import dev.sluice.patch.Checkpoint;
import dev.sluice.patch.Checkpoints;
import dev.sluice.patch.PatchLimits;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.patch.Patcher;
import dev.sluice.patch.RandomReader;
import dev.sluice.testkit.MemoryChannel;
import dev.sluice.tuf.digest.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResumeTest {
  private static final Samples.ZipKind ZIP = new Samples.ZipKind("usual", 6, 4, false, "", "");
  private static final DiffOptions SMALL_SECTIONS =
      DiffOptions.DEFAULT.withSections(new Sections(3000, 40));
  private static final int KILLS = 500;

  @Test
  void givenPlainPatch_whenKilledAtRandomPoints_thenGoesOnToTheRightResult() throws IOException {
    var random = Samples.random(41);
    var old = Samples.text(random, 1500);
    var neu = Samples.edit(random, old, 40);

    assertThat(killAndGoOn(old, neu)).isGreaterThan(KILLS / 2);
  }

  @Test
  void givenArchivePatch_whenKilledAtRandomPoints_thenGoesOnToTheRightResult() throws IOException {
    var old = Samples.zip(42, 1, 30, ZIP);
    var neu = Samples.zip(42, 2, 30, ZIP);

    assertThat(killAndGoOn(old, neu)).isGreaterThan(KILLS / 4);
  }

  /// @return how often an application went on instead of beginning anew
  private static int killAndGoOn(byte[] old, byte[] neu) throws IOException {
    var patch = Patches.diff(old, neu, SMALL_SECTIONS);
    int resumed = 0;
    for (int seed = 0; seed < KILLS; seed++) {
      var device = new Device(old, patch);
      var random = new Random(seed);
      device.run(random.nextInt(neu.length));
      resumed += device.last.isPresent() ? 1 : 0;
      device.run(random.nextInt(neu.length));

      var outcome = device.run(Integer.MAX_VALUE);

      assertThat(outcome)
          .as("seed %d", seed)
          .contains(new PatchOutcome.Applied(Digest.sha256(neu), neu.length));
      assertThat(device.disk()).as("seed %d", seed).isEqualTo(neu);
    }
    return resumed;
  }

  @Test
  void givenResultThatChangedSinceTheCheckpoint_whenGoingOn_thenRefusesTheResult()
      throws IOException {
    var random = Samples.random(43);
    var old = Samples.text(random, 1500);
    var neu = Samples.edit(random, old, 40);
    var device = new Device(old, Patches.diff(old, neu, SMALL_SECTIONS));
    device.run(neu.length / 2);
    device.disk[0]++;

    var outcome = device.run(Integer.MAX_VALUE);

    assertThat(outcome.orElseThrow()).isInstanceOf(PatchOutcome.Refused.class);
  }

  @Test
  void givenCheckpointBehindThePatch_whenGoingOn_thenRefusesIt() throws IOException {
    var old = Samples.text(Samples.random(44), 100);
    var patch = Patches.diff(old, Samples.edit(Samples.random(45), old, 4));
    var device = new Device(old, patch);
    device.last = Optional.of(new Checkpoint(patch.length + 10L, 0, 0));

    var outcome = device.run(Integer.MAX_VALUE);

    assertThat(outcome.orElseThrow()).isInstanceOf(PatchOutcome.Refused.class);
  }

  @Test
  void givenCheckpointBehindTheResult_whenGoingOn_thenRefusesBeforeReadingWhatWasMade()
      throws IOException {
    var old = Samples.text(Samples.random(46), 100);
    var device = new Device(old, Patches.diff(old, Samples.edit(Samples.random(47), old, 4)));
    device.last = Optional.of(new Checkpoint(200, 0, 1L << 60));

    var outcome = device.run(Integer.MAX_VALUE);

    assertThat(outcome.orElseThrow()).isInstanceOf(PatchOutcome.Refused.class);
  }

  /// A device whose power is cut after some bytes. What is written survives, and so does the last
  /// checkpoint.
  private static final class Device implements Checkpoints {
    private final byte[] old;
    private final byte[] patch;
    private byte[] disk = new byte[0];
    private int size;
    private Optional<Checkpoint> last = Optional.empty();

    private Device(byte[] old, byte[] patch) {
      this.old = old;
      this.patch = patch;
    }

    /// Runs until the power is cut, which leaves no outcome.
    private Optional<PatchOutcome> run(int bytesUntilCut) throws IOException {
      size =
          last.map(checkpoint -> (int) Math.min(checkpoint.resultBytes(), disk.length)).orElse(0);
      try {
        return Optional.of(
            Patcher.apply(
                RandomReader.of(MemorySegment.ofArray(old)),
                Digest.sha256(old),
                new ByteArrayInputStream(patch),
                new Cut(bytesUntilCut),
                PatchLimits.DEFAULT,
                MemoryChannel::withRoom,
                this));
      } catch (PowerCut _) {
        return Optional.empty();
      }
    }

    private byte[] disk() {
      return Arrays.copyOf(disk, size);
    }

    @Override
    public Optional<Checkpoint> last() {
      return last;
    }

    @Override
    public RandomReader made() {
      return RandomReader.of(MemorySegment.ofArray(disk()));
    }

    @Override
    public void reached(Checkpoint checkpoint) {
      assertThat(checkpoint.resultBytes()).isEqualTo(size);
      last = Optional.of(checkpoint);
    }

    @Override
    public void discard() {
      last = Optional.empty();
    }

    /// The result's file.
    private final class Cut implements WritableByteChannel {
      private int left;

      private Cut(int bytesUntilCut) {
        left = bytesUntilCut;
      }

      @Override
      public int write(ByteBuffer source) throws PowerCut {
        int count = Math.min(source.remaining(), left);
        var bytes = new ByteArrayOutputStream();
        bytes.write(disk, 0, size);
        var taken = new byte[count];
        source.get(taken);
        bytes.writeBytes(taken);
        disk = bytes.toByteArray();
        size += count;
        left -= count;
        if (source.hasRemaining()) {
          throw new PowerCut();
        }
        return count;
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    }
  }

  private static final class PowerCut extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
