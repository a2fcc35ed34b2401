package dev.sluice.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.VirtualClock;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.fake.FakeFleet;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.order.PatchBase;
import dev.sluice.update.order.PatchOrder;
import dev.sluice.update.order.PatchProgress;
import dev.sluice.update.order.PatchStart;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.UpdateEvent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A patch that is cut off on a real disk.
class DownloadsTest {
  private static final int SEEDS = 40;
  private static final int STEP_BYTES = 4_000;
  private static final Pattern RESULT_BYTES = Pattern.compile("\"resultBytes\": ?(\\d+)");

  @TempDir Path directory;

  private final byte[] oldBytes = bytes(1, 50_000);
  private final byte[] newBytes = changed();
  private byte[] patch = new byte[0];
  private PatchOrder order = order(new byte[0]);
  private Path downloads = Path.of("");

  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private byte[] changed() {
    byte[] changed = Arrays.copyOf(oldBytes, 60_000);
    System.arraycopy(bytes(2, 20_000), 0, changed, 15_000, 20_000);
    return changed;
  }

  private PatchOrder order(byte[] bytes) {
    return new PatchOrder(
        new PatchBase.File(new LocalFile.Installed(), Digest.sha256(oldBytes)),
        Digest.sha256(bytes),
        bytes.length,
        Digest.sha256(newBytes),
        newBytes.length,
        16 << 20,
        0,
        STEP_BYTES);
  }

  @BeforeEach
  void givenPatchOnDisk() throws IOException {
    var fleet = new FakeFleet(new VirtualClock(), 16 << 10);
    var path = fleet.delta(fleet.release("1", 1, oldBytes), fleet.release("2", 2, newBytes));
    patch = fleet.repository().file(path);
    order = order(patch);
    Files.write(directory.resolve("app.bin"), oldBytes);
    downloads = Files.createDirectory(directory.resolve("download"));
    Files.write(downloads.resolve(order.patch().hex() + ".patch"), patch);
  }

  private Downloads open() {
    return new Downloads(downloads, directory.resolve("app.bin"));
  }

  private Path result() {
    return downloads.resolve(order.result().hex() + ".artifact");
  }

  private Path checkpoint() {
    return downloads.resolve(order.patch().hex() + ".checkpoint");
  }

  private Effect.AdvancePatch advance(long availableBytes) {
    return new Effect.AdvancePatch(1, order, availableBytes);
  }

  private static UpdateEvent.PatchAdvanced advanced(UpdateEvent.Answer answer) {
    if (answer instanceof UpdateEvent.PatchAdvanced advanced) {
      return advanced;
    }
    throw new AssertionError(answer);
  }

  @Test
  void givenKillsAtRandomPoints_whenStartedAgain_thenGoesOnAndNeverBeginsAnew() throws Exception {
    int resumed = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      open().keepOnly(Set.of(new LocalFile.Patch(order.patch())));
      var random = new Random(seed);

      kill(random);
      long kept = keptBytes();
      spoilTail(random, kept);
      try (Downloads again = open()) {
        var first = advanced(again.advancePatch(advance(patch.length)));
        long made = finish(again, first);

        assertThat(first.start())
            .as("seed %d", seed)
            .satisfies(
                start ->
                    assertThat(start instanceof PatchStart.Resumed at ? at.resultBytes() : 0)
                        .isEqualTo(kept));
        assertThat(made).as("seed %d", seed).isEqualTo(newBytes.length - kept);
      }

      assertThat(result()).hasBinaryContent(newBytes);
      resumed += kept > 0 ? 1 : 0;
    }
    assertThat(resumed).isGreaterThan(SEEDS / 2);
  }

  /// Some steps with parts of random lengths. Then the application is abandoned, or its channels
  /// fail in the middle of a write.
  private void kill(Random random) {
    Downloads killed = open();
    int steps = random.nextInt(20);
    boolean fails = random.nextBoolean();
    long there = 0;
    for (int step = 0; step < steps; step++) {
      there = Math.min(patch.length, there + random.nextInt(3_000));
      if (advanced(killed.advancePatch(advance(there))).progress()
          instanceof PatchProgress.Finished) {
        return;
      }
    }
    if (fails) {
      Thread.currentThread().interrupt();
      var answer = killed.advancePatch(advance(Math.min(patch.length, there + 3_000)));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(answer).isInstanceOf(UpdateEvent.DiskFailed.class);
    }
  }

  private long keptBytes() throws IOException {
    if (!Files.exists(checkpoint())) {
      return 0;
    }
    Matcher number = RESULT_BYTES.matcher(Files.readString(checkpoint()));
    assertThat(number.find()).isTrue();
    return Long.parseLong(number.group(1));
  }

  /// What was written after the checkpoint may be there, gone, or something else.
  private void spoilTail(Random random, long kept) throws IOException {
    if (!Files.exists(result())) {
      return;
    }
    try (FileChannel channel = FileChannel.open(result(), StandardOpenOption.WRITE)) {
      var _ = channel.truncate(kept + random.nextInt(1 + (int) (channel.size() - kept)));
    }
    if (random.nextBoolean()) {
      Files.write(result(), bytes(random.nextLong(), 500), StandardOpenOption.APPEND);
    }
  }

  private long finish(Downloads again, UpdateEvent.PatchAdvanced first) {
    PatchProgress progress = first.progress();
    while (progress instanceof PatchProgress.Going) {
      progress = advanced(again.advancePatch(advance(patch.length))).progress();
    }
    return switch (progress) {
      case PatchProgress.Finished(var made) -> made;
      case PatchProgress.Going _, PatchProgress.Waiting _, PatchProgress.Refused _ ->
          throw new AssertionError(progress);
    };
  }

  @Test
  void givenCheckpointOfAKeptPatch_whenOthersAreDropped_thenStays() throws IOException {
    Path other = Files.writeString(downloads.resolve("0".repeat(64) + ".checkpoint"), "{}");
    try (Downloads kept = open()) {
      while (!Files.exists(checkpoint())) {
        var _ = advanced(kept.advancePatch(advance(patch.length)));
      }

      kept.keepOnly(
          Set.of(
              new LocalFile.Patch(order.patch()),
              new LocalFile.Checkpoint(order.patch()),
              new LocalFile.Artifact(order.result())));

      assertThat(checkpoint()).exists();
      assertThat(other).doesNotExist();
      assertThat(advanced(kept.advancePatch(advance(patch.length))).start())
          .isEqualTo(new PatchStart.Continued());
    }
  }

  @Test
  void givenDirectoryThatCannotBeWritten_whenApplying_thenSaysSoAndLeavesTheOldFile()
      throws IOException {
    Files.createDirectory(result());

    try (Downloads blocked = open()) {
      assertThat(blocked.advancePatch(advance(patch.length)))
          .isInstanceOf(UpdateEvent.DiskFailed.class);
    }

    assertThat(directory.resolve("app.bin")).hasBinaryContent(oldBytes);
  }
}
