package dev.sluice.update.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.diff.DiffOptions;
import dev.sluice.diff.Differ;
import dev.sluice.diff.Sections;
import dev.sluice.patch.Checkpoint;
import dev.sluice.testkit.MemoryChannel;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.StoredChannel;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.order.PatchBase;
import dev.sluice.update.order.PatchOrder;
import dev.sluice.update.order.PatchProgress;
import dev.sluice.update.order.PatchStart;
import dev.sluice.update.port.Effect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A disk that fails at any write, in the middle of a patch.
class PatchApplicationTest {
  private static final long STEP_BYTES = 1_500;

  private final byte[] old = new Seeded(1).bytesOfLength(9_000);
  private final byte[] neu = changed(old);
  private final byte[] patch = diff(old, neu);
  private final PatchOrder order =
      new PatchOrder(
          new PatchBase.File(new LocalFile.Installed(), Digest.sha256(old)),
          Digest.sha256(patch),
          patch.length,
          Digest.sha256(neu),
          neu.length,
          16 << 20,
          0,
          STEP_BYTES);

  private static byte[] changed(byte[] bytes) {
    byte[] changed = Arrays.copyOf(bytes, bytes.length + 3_000);
    System.arraycopy(new Seeded(2).bytesOfLength(4_000), 0, changed, 2_000, 4_000);
    return changed;
  }

  private static byte[] diff(byte[] old, byte[] neu) {
    var patch = new ByteArrayOutputStream();
    try {
      var _ =
          Differ.diff(
              MemorySegment.ofArray(old),
              MemorySegment.ofArray(neu),
              patch,
              DiffOptions.DEFAULT.withSections(new Sections(700, 40)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return patch.toByteArray();
  }

  @Test
  void givenDiskThatFailsAtAnyWrite_whenItIsRepaired_thenGoesOnFromTheLastCheckpoint()
      throws IOException {
    long resumed = 0;
    int fails = 0;
    for (boolean hasFailed = true; hasFailed; fails++) {
      var disk = new Disk();
      disk.writesLeft = fails;
      hasFailed = failsOnce(disk);
      disk.writesLeft = Long.MAX_VALUE;
      long kept = disk.keptBytes;

      try (var application = new PatchApplication(disk)) {
        assertThat(hasFailed ? finish(application) : neu.length - kept)
            .as("failed at write %d", fails)
            .isEqualTo(neu.length - kept);
      }

      assertThat(disk.files.get(order.resultFile())).isEqualTo(neu);
      resumed += kept > 0 ? 1 : 0;
    }
    assertThat(fails).isGreaterThan(20);
    assertThat(resumed).isGreaterThan(fails / 2);
  }

  private boolean failsOnce(Disk disk) throws IOException {
    try (var application = new PatchApplication(disk)) {
      var _ = finish(application);
      disk.keptBytes = neu.length;
      return false;
    } catch (DiskFull _) {
      return true;
    }
  }

  /// @return bytes that were made
  private long finish(PatchApplication application) throws IOException {
    for (long there = 0; ; ) {
      var answer = application.advance(new Effect.AdvancePatch(1, order, there));
      switch (answer.progress()) {
        case PatchProgress.Waiting _ -> there = Math.min(patch.length, there + 500);
        case PatchProgress.Going _ -> {}
        case PatchProgress.Finished(var made) -> {
          return made;
        }
        case PatchProgress.Refused refused -> throw new AssertionError(refused);
      }
    }
  }

  @Test
  void givenCheckpointThatIsDropped_whenAdvancing_thenBeginsAnew() throws IOException {
    var application = new PatchApplication(new Disk());
    var first = application.advance(new Effect.AdvancePatch(1, order, patch.length));
    assertThat(first.start()).isEqualTo(new PatchStart.Anew());

    application.keepOnly(Set.of(order.checkpointFile()));
    assertThat(application.advance(new Effect.AdvancePatch(2, order, patch.length)).start())
        .isEqualTo(new PatchStart.Continued());

    application.keepOnly(Set.of(order.patchFile()));
    assertThat(application.advance(new Effect.AdvancePatch(3, order, patch.length)).start())
        .isInstanceOf(PatchStart.Resumed.class);
  }

  @Test
  void givenNoBase_whenAdvancing_thenBlamesTheBase() throws IOException {
    var disk = new Disk();
    disk.files.remove(new LocalFile.Installed());

    var answer =
        new PatchApplication(disk).advance(new Effect.AdvancePatch(1, order, patch.length));

    assertThat(answer.progress())
        .isInstanceOfSatisfying(
            PatchProgress.Refused.class,
            refused -> assertThat(refused.fault()).isEqualTo(PatchProgress.Fault.BASE));
  }

  @Test
  void givenAnyCheckpoint_whenDamaged_thenIsRefused() {
    Property.check(
        "a damaged checkpoint is refused",
        200,
        seeded -> {
          var checkpoint =
              StoredCheckpoint.of(
                  order,
                  new Checkpoint(
                      seeded.between(0, 1L << 40),
                      seeded.between(0, 1L << 40),
                      seeded.between(0, 1L << 40)));
          assertThat(StoredCheckpoint.decode(checkpoint.encode())).isEqualTo(checkpoint);
          byte[] damaged = seeded.withFlippedBit(checkpoint.encode());

          assertThatThrownBy(() -> StoredCheckpoint.decode(damaged))
              .isInstanceOf(MalformedJsonException.class);
        });
  }

  private static final class DiskFull extends IOException {
    private static final long serialVersionUID = 1;
  }

  /// Files in memory; each write, sync and replacement counts.
  private final class Disk implements PatchFiles {
    private final Map<LocalFile, byte[]> files = new HashMap<>();
    private long writesLeft = Long.MAX_VALUE;
    private long keptBytes;

    private Disk() {
      files.put(new LocalFile.Installed(), old);
      files.put(order.patchFile(), patch);
    }

    private void spend() throws DiskFull {
      if (writesLeft-- <= 0) {
        throw new DiskFull();
      }
    }

    @Override
    public SeekableByteChannel openToRead(LocalFile file) throws IOException {
      if (!files.containsKey(file)) {
        throw new IOException("there is no " + file);
      }
      return openToWrite(file);
    }

    @Override
    public SeekableByteChannel openToWrite(LocalFile file) {
      files.putIfAbsent(file, new byte[0]);
      return new StoredChannel(
          () -> files.get(file),
          bytes -> {
            spend();
            files.put(file, bytes);
          });
    }

    @Override
    public SeekableByteChannel openScratch(long lengthBytes) {
      return MemoryChannel.withRoom(lengthBytes);
    }

    @Override
    public void sync(LocalFile file) throws IOException {
      spend();
    }

    @Override
    public Optional<byte[]> find(LocalFile.Checkpoint file, int maxBytes) {
      return Optional.ofNullable(files.get(file));
    }

    @Override
    public void replace(LocalFile.Checkpoint file, byte[] content) throws IOException {
      spend();
      files.put(file, content);
      try {
        keptBytes = StoredCheckpoint.decode(content).at().resultBytes();
      } catch (MalformedJsonException e) {
        throw new AssertionError(e);
      }
    }
  }
}
