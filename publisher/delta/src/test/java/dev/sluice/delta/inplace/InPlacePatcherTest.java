package dev.sluice.delta.inplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.delta.DiffOptions;
import dev.sluice.delta.PatchLimits;
import dev.sluice.delta.PatchOutcome;
import dev.sluice.delta.PatchRefusal;
import dev.sluice.delta.Patches;
import dev.sluice.delta.Samples;
import dev.sluice.delta.Sections;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.digest.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class InPlacePatcherTest {
  private static final Geometry FINE = new Geometry(64, 4, 300);
  private static final int RUNS = 800;

  /// What a device was sent, and what should come of it.
  private static final class Update {
    private final byte[] old;
    private final byte[] neu;
    private final byte[] patch;

    private Update(byte[] old, byte[] neu, int sectionBytes) throws IOException {
      this.old = old;
      this.neu = neu;
      this.patch =
          Patches.diff(old, neu, DiffOptions.DEFAULT.withSections(new Sections(sectionBytes, 100)));
    }

    private PatchOutcome applied() {
      return new PatchOutcome.Applied(Digest.sha256(neu), neu.length);
    }
  }

  private static Update update(long seed) throws IOException {
    var random = Samples.random(seed);
    var old = Samples.text(random, 1 + random.nextInt(80));
    var half = Samples.join(Samples.cut(old, old.length / 2, old.length), old);
    var neu =
        switch (random.nextInt(4)) {
          case 0 -> Samples.edit(random, old, 5);
          case 1 -> Samples.cut(half, 0, old.length); // the halves change places
          case 2 -> half; // longer
          default -> Samples.cut(old, old.length / 3, old.length * 2 / 3); // shorter
        };
    return new Update(old, neu, 200 + random.nextInt(2000));
  }

  private static InPlacePatcher patcher(
      Storage file, Storage journal, byte[] patch, long maxJournalBytes) {
    return new InPlacePatcher(
        file,
        journal,
        () -> new ByteArrayInputStream(patch),
        PatchLimits.DEFAULT,
        maxJournalBytes,
        FINE);
  }

  @Test
  void givenPowerCutsAtRandomSteps_whenGoingOn_thenGivesTheResult() {
    Property.check("in place, whatever is cut off", RUNS, InPlacePatcherTest::requireSurvival);
  }

  private static void requireSurvival(Seeded seed) throws IOException {
    var update = update(seed.nextInt(40));
    var device = new SimulatedDevice();
    var file = device.file(update.old);
    var journal = device.file(new byte[0]);
    var patcher = patcher(file, journal, update.patch, Long.MAX_VALUE);
    int wholeRun = 120;
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
      var update = update(100 + kind);
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
      var update = update(seed);
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
    var update = update(3);
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
    var update = update(4);
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
  void givenPatchThatNeedsAScratch_whenApplied_thenRefusesByName() throws IOException {
    var kind = new Samples.ZipKind("usual", 6, 4, false, "", "");
    var update = new Update(Samples.zip(9, 1, 10, kind), Samples.zip(9, 2, 10, kind), 1 << 20);
    var device = new SimulatedDevice();
    var file = device.file(update.old);

    var outcome = patcher(file, device.file(new byte[0]), update.patch, Long.MAX_VALUE).apply();

    assertThat(outcome).isInstanceOf(PatchOutcome.Refused.class);
    assertThat(((PatchOutcome.Refused) outcome).refusal().message()).contains("bytes of scratch");
    assertThat(file.writes()).isZero();
  }

  @Test
  void givenJournalOfAnotherPatch_whenApplied_thenRefusesAndKeepsIt() throws IOException {
    var update = update(5);
    var other = new Update(update.old, Samples.text(Samples.random(6), 30), 1000);
    var device = new SimulatedDevice();
    var file = device.file(update.old);
    var journal = device.file(new byte[0]);
    long begun = stepsUntilOverwriting(update);
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

  private static long stepsUntilOverwriting(Update update) throws IOException {
    var device = new SimulatedDevice();
    var file = device.file(update.old);
    var journal = device.file(new byte[0]);
    var outcome = patcher(file, journal, update.patch, Long.MAX_VALUE).apply();
    assertThat(outcome).isEqualTo(update.applied());
    return device.steps() - 6;
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
