package dev.sluice.diff.inplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.samples.Samples;
import dev.sluice.patch.PatchLimits;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.patch.PatchRefusal;
import dev.sluice.patch.inplace.Geometry;
import dev.sluice.patch.inplace.InPlacePatcher;
import dev.sluice.patch.inplace.Storage;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.digest.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class InPlacePatcherTest {
  private static final Geometry FINE = new Geometry(64, 4, 300);
  private static final int RUNS = 800;
  private static final int SCRATCH_RUNS = 100;

  private static InPlacePatcher patcher(
      Storage file, Storage journal, byte[] patch, long maxJournalBytes) {
    return patcher(file, journal, patch, PatchLimits.DEFAULT, maxJournalBytes);
  }

  private static InPlacePatcher patcher(
      Storage file, Storage journal, byte[] patch, PatchLimits limits, long maxJournalBytes) {
    return new InPlacePatcher(
        file, journal, () -> new ByteArrayInputStream(patch), limits, maxJournalBytes, _ -> FINE);
  }

  @Test
  void givenPowerCutsAtRandomSteps_whenGoingOn_thenGivesTheResult() {
    Property.check(
        "in place, whatever is cut off",
        RUNS,
        seed -> requireSurvival(Update.plain(seed.nextInt(40)), 120, seed));
  }

  @Test
  void givenPatchWithScratch_whenPowerIsCutAtRandomSteps_thenGivesTheResult() throws IOException {
    for (var update : Update.withScratch()) {
      int wholeRun = steps(update);
      Property.check(
          "in place with a scratch, whatever is cut off",
          SCRATCH_RUNS,
          seed -> requireSurvival(update, wholeRun, seed));
    }
  }

  private static int steps(Update update) throws IOException {
    var device = new SimulatedDevice();
    var file = device.file(update.old);
    var outcome = patcher(file, device.file(new byte[0]), update.patch, Long.MAX_VALUE).apply();
    assertThat(outcome).isEqualTo(update.applied());
    assertThat(file.bytes()).isEqualTo(update.neu);
    return (int) device.steps();
  }

  private static void requireSurvival(Update update, int wholeRun, Seeded seed) throws IOException {
    var device = new SimulatedDevice();
    var file = device.file(update.old);
    var journal = device.file(new byte[0]);
    var patcher = patcher(file, journal, update.patch, Long.MAX_VALUE);
    for (int cuts = 1 + seed.nextInt(3); cuts > 0; cuts--) {
      device.cutAfter(seed.nextInt(wholeRun));
      try {
        assertThat(patcher.apply()).isEqualTo(update.applied());
      } catch (SimulatedDevice.PowerCut _) {
        device.restart(seed);
      }
    }
    device.cutAfter(Long.MAX_VALUE);

    var outcome = patcher.apply();

    assertThat(outcome).isEqualTo(update.applied());
    assertThat(file.bytes()).isEqualTo(update.neu);
    assertThat(journal.bytes()).isEmpty();
  }

  @Test
  void givenEveryStep_whenThePowerIsCutThere_thenGivesTheResult() throws IOException {
    for (int kind = 0; kind < 8; kind++) {
      var update = Update.plain(100 + kind);
      for (long step = 0; isCut(update, step); step++) {}
    }
  }

  private static boolean isCut(Update update, long step) throws IOException {
    var device = new SimulatedDevice();
    var file = device.file(update.old);
    var journal = device.file(new byte[0]);
    var patcher = patcher(file, journal, update.patch, Long.MAX_VALUE);
    device.cutAfter(step);
    try {
      assertThat(patcher.apply()).isEqualTo(update.applied());
      assertThat(file.bytes()).isEqualTo(update.neu);
      return false;
    } catch (SimulatedDevice.PowerCut _) {
      device.restart(new Seeded(step));
    }
    assertThat(patcher.apply()).as("step %d", step).isEqualTo(update.applied());
    assertThat(file.bytes()).as("step %d", step).isEqualTo(update.neu);
    return true;
  }

  @Test
  void givenJournalOfJustTheRoomThatIsNamed_whenApplied_thenStaysWithin() throws IOException {
    for (int seed = 0; seed < 40; seed++) {
      var update = Update.plain(seed);
      var device = new SimulatedDevice();
      var file = device.file(update.old);
      var journal = device.file(new byte[0]);

      var refused = patcher(file, journal, update.patch, 0).apply();

      assertThat(file.writes() + journal.writes()).isZero();
      long needed = neededBytes(refused);
      assertThat(patcher(file, journal, update.patch, needed).apply()).isEqualTo(update.applied());
      assertThat(journal.longestBytes()).as("seed %d", seed).isEqualTo(needed);
    }
  }

  private static long neededBytes(PatchOutcome outcome) {
    assertThat(outcome).isInstanceOf(PatchOutcome.Refused.class);
    var refusal = ((PatchOutcome.Refused) outcome).refusal();
    assertThat(refusal).isInstanceOf(PatchRefusal.LimitExceeded.class);
    var exceeded = (PatchRefusal.LimitExceeded) refusal;
    assertThat(exceeded.what()).isEqualTo(PatchRefusal.Limited.JOURNAL);
    return exceeded.declaredBytes();
  }

  @Test
  void givenSmallSections_whenApplied_thenJournalIsSmallerThanTheFile() throws IOException {
    var old = Samples.text(Samples.random(7), 600);
    var neu = Samples.flip(Samples.random(8), old, 60);
    var update = new Update(old, neu, 500);
    var device = new SimulatedDevice();
    var file = device.file(old);

    var refused = patcher(file, device.file(new byte[0]), update.patch, 0).apply();

    int blocks = FINE.blocks(old.length);
    long withoutPlan = neededBytes(refused) - 8L * blocks - 3 * 4096;
    assertThat(withoutPlan).isLessThan(old.length / 4);
  }

  @Test
  void givenWrongBase_whenApplied_thenRefusesBeforeAnyWrite() throws IOException {
    var update = Update.plain(3);
    var device = new SimulatedDevice();
    var other = Samples.flip(Samples.random(1), update.old, 1);
    var file = device.file(other);
    var journal = device.file(new byte[0]);

    var outcome = patcher(file, journal, update.patch, Long.MAX_VALUE).apply();

    assertThat(outcome)
        .isEqualTo(
            new PatchOutcome.Refused(
                new PatchRefusal.BaseMismatch(Digest.sha256(update.old), Digest.sha256(other))));
    assertThat(file.writes() + journal.writes()).isZero();
  }

  @Test
  void givenDamagedPatch_whenApplied_thenRefusesBeforeAnyWrite() throws IOException {
    var update = Update.plain(4);
    for (int seed = 0; seed < 100; seed++) {
      var device = new SimulatedDevice();
      var file = device.file(update.old);
      var damaged = Samples.flip(Samples.random(seed), update.patch, 1);

      var outcome = patcher(file, device.file(new byte[0]), damaged, Long.MAX_VALUE).apply();

      if (outcome instanceof PatchOutcome.Refused) {
        assertThat(file.writes()).isZero();
      } else {
        assertThat(file.bytes()).isEqualTo(update.neu);
      }
    }
  }

  @Test
  void givenPatchWithScratch_whenThePowerIsCutAnywhere_thenGivesTheResult() throws IOException {
    var update = Update.archive(3, 2);
    for (long step = 0; isCut(update, step); step++) {}
  }

  @Test
  void givenPatchWithScratch_whenItExceedsTheLimit_thenRefusesByNameBeforeAnyWrite()
      throws IOException {
    for (var update : Update.withScratch()) {
      long needed = update.header().scratchBytes();
      var limits =
          new PatchLimits(
              PatchLimits.DEFAULT.maxMemoryBytes(),
              needed - 1,
              PatchLimits.DEFAULT.maxResultBytes());
      var device = new SimulatedDevice();
      var file = device.file(update.old);
      var journal = device.file(new byte[0]);

      var outcome = patcher(file, journal, update.patch, limits, Long.MAX_VALUE).apply();

      assertThat(needed).isPositive();
      assertThat(outcome)
          .isEqualTo(
              new PatchOutcome.Refused(
                  new PatchRefusal.LimitExceeded(
                      PatchRefusal.Limited.SCRATCH, needed - 1, needed)));
      assertThat(file.writes() + journal.writes()).isZero();
    }
  }

  @Test
  void givenPatchWithScratch_whenTheJournalHasNoRoomForIt_thenRefusesAndLeavesNothing()
      throws IOException {
    var update = Update.archive(9, 6);
    var device = new SimulatedDevice();
    var file = device.file(update.old);
    var journal = device.file(new byte[0]);

    long forContents = neededBytes(patcher(file, journal, update.patch, 0).apply());
    assertThat(journal.writes()).isZero();
    long needed = neededBytes(patcher(file, journal, update.patch, forContents).apply());

    assertThat(file.writes()).isZero();
    assertThat(journal.bytes()).isEmpty();
    assertThat(forContents).isGreaterThan(update.header().scratchBytes());
    assertThat(needed).isGreaterThan(forContents);
    assertThat(patcher(file, journal, update.patch, needed).apply()).isEqualTo(update.applied());
    assertThat(journal.longestBytes()).isEqualTo(needed);
  }

  @Test
  void givenDamagedPatchWithScratch_whenApplied_thenLeavesTheBaseAndAnEmptyJournal()
      throws IOException {
    var update = Update.archive(4, 3);
    int refused = 0;
    for (int seed = 0; seed < 100; seed++) {
      var device = new SimulatedDevice();
      var file = device.file(update.old);
      var journal = device.file(new byte[0]);
      var damaged = Samples.flip(Samples.random(seed), update.patch, 1);

      var outcome = patcher(file, journal, damaged, 1 << 20).apply();

      refused += outcome instanceof PatchOutcome.Refused ? 1 : 0;
      assertThat(journal.bytes()).isEmpty();
      assertThat(file.bytes())
          .isEqualTo(outcome instanceof PatchOutcome.Refused ? update.old : update.neu);
    }
    assertThat(refused).isGreaterThan(50);
  }

  @Test
  void givenJournalOfAnotherPatch_whenApplied_thenRefusesAndKeepsIt() throws IOException {
    var update = Update.plain(5);
    var other = new Update(update.old, Samples.text(Samples.random(6), 30), 1000);
    var device = new SimulatedDevice();
    var file = device.file(update.old);
    var journal = device.file(new byte[0]);
    long begun = steps(update) - 6L;
    device.cutAfter(begun);
    assertThatThrownBy(() -> patcher(file, journal, update.patch, Long.MAX_VALUE).apply())
        .isInstanceOf(SimulatedDevice.PowerCut.class);
    device.restart(new Seeded(1));

    var outcome = patcher(file, journal, other.patch, Long.MAX_VALUE).apply();

    assertThat(outcome)
        .isEqualTo(
            new PatchOutcome.Refused(
                new PatchRefusal.ForeignJournal(
                    Digest.sha256(other.patch), Digest.sha256(update.patch))));
    assertThat(patcher(file, journal, update.patch, Long.MAX_VALUE).apply())
        .isEqualTo(update.applied());
    assertThat(file.bytes()).isEqualTo(update.neu);
  }

  @Test
  void givenFullDisk_whenApplied_thenFailsBeforeAnythingIsOverwritten() throws IOException {
    var old = Samples.text(Samples.random(10), 60);
    var neu = Samples.join(Samples.cut(old, 500, old.length), old);
    var update = new Update(old, neu, 700);
    int failures = 0;
    for (long room = old.length; ; room += 400) {
      var device = new SimulatedDevice();
      var file = device.file(old);
      var journal = device.file(new byte[0]);
      device.limitRoom(room);
      try {
        var outcome = patcher(file, journal, update.patch, Long.MAX_VALUE).apply();
        assertThat(outcome).isEqualTo(update.applied());
        break;
      } catch (SimulatedDevice.DiskFull _) {
        failures++;
        assertThat(file.bytes()).isEqualTo(old);
        assertThat(journal.bytes()).isEmpty();
        device.limitRoom(Long.MAX_VALUE);
        assertThat(patcher(file, journal, update.patch, Long.MAX_VALUE).apply())
            .isEqualTo(update.applied());
      }
    }
    assertThat(failures).isGreaterThan(10);
  }

  @Test
  void givenPatchWithScratchAndAFullDisk_whenApplied_thenFailsBeforeAnythingIsOverwritten()
      throws IOException {
    var update = Update.archive(5, 3);
    int failures = 0;
    for (long room = update.old.length; ; room += 3000) {
      var device = new SimulatedDevice();
      var file = device.file(update.old);
      var journal = device.file(new byte[0]);
      device.limitRoom(room);
      try {
        var outcome = patcher(file, journal, update.patch, Long.MAX_VALUE).apply();
        assertThat(outcome).isEqualTo(update.applied());
        break;
      } catch (SimulatedDevice.DiskFull _) {
        failures++;
        assertThat(file.bytes()).isEqualTo(update.old);
        assertThat(journal.bytes()).isEmpty();
      }
    }
    assertThat(failures).isGreaterThan(3);
  }

  @Test
  void givenEmptyBaseOrResult_whenApplied_thenGivesTheResult() throws IOException {
    var text = Samples.text(Samples.random(11), 30);
    for (var update :
        new Update[] {new Update(new byte[0], text, 600), new Update(text, new byte[0], 600)}) {
      var device = new SimulatedDevice();
      var file = device.file(update.old);

      var outcome = patcher(file, device.file(new byte[0]), update.patch, Long.MAX_VALUE).apply();

      assertThat(outcome).isEqualTo(update.applied());
      assertThat(file.bytes()).isEqualTo(update.neu);
    }
  }
}
