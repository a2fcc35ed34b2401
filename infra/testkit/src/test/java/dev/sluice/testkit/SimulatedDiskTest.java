package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {
  @Test
  void givenSyncedWrite_whenCrashing_thenItIsThere() {
    Property.check(
        "synced writes survive",
        50,
        seed -> {
          var disk = new SimulatedDisk();
          disk.write("a", bytes("new"));
          disk.sync("a");

          disk.crash(seed);

          assertThat(text(disk, "a")).contains("new");
        });
  }

  @Test
  void givenUnsyncedWrite_whenCrashing_thenOldNewOrCutShort() {
    var seen = new TreeSet<String>();
    for (long seed = 0; seed < 100; seed++) {
      var disk = new SimulatedDisk();
      disk.write("a", bytes("old"));
      disk.sync("a");
      disk.write("a", bytes("newer"));

      disk.crash(new Seeded(seed));

      seen.add(text(disk, "a").orElse("absent"));
    }

    assertThat(seen).contains("old", "newer", "new", "").doesNotContain("absent");
  }

  @Test
  void givenUnsyncedOverwriting_whenCrashing_thenOldNewOrNewBeforeOld() {
    var seen = new TreeSet<String>();
    for (long seed = 0; seed < 100; seed++) {
      var disk = new SimulatedDisk();
      disk.write("a", bytes("old"));
      disk.sync("a");
      disk.overwrite("a", bytes("NEW"));

      disk.crash(new Seeded(seed));

      seen.add(text(disk, "a").orElse("absent"));
    }

    assertThat(seen).containsExactlyInAnyOrder("old", "Nld", "NEd", "NEW");
  }

  @Test
  void givenRenameOfSyncedFile_whenCrashing_thenOldOrNewButWhole() {
    var seen = new TreeSet<String>();
    for (long seed = 0; seed < 50; seed++) {
      var disk = new SimulatedDisk();
      disk.write("a", bytes("old"));
      disk.sync("a");
      disk.write("a.part", bytes("new"));
      disk.sync("a.part");
      disk.rename("a.part", "a");

      disk.crash(new Seeded(seed));

      seen.add(text(disk, "a").orElse("absent"));
    }

    assertThat(seen).containsExactly("new", "old");
  }

  @Test
  void givenRenameAndSyncedFolder_whenCrashing_thenNew() {
    Property.check(
        "synced renames survive",
        50,
        seed -> {
          var disk = new SimulatedDisk();
          disk.write("a.part", bytes("new"));
          disk.sync("a.part");
          disk.rename("a.part", "a");
          disk.syncFolder();

          disk.crash(seed);

          assertThat(text(disk, "a")).contains("new");
          assertThat(disk.names()).containsExactly("a");
        });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<String> text(SimulatedDisk disk, String name) {
    return disk.read(name).map(content -> new String(content, StandardCharsets.UTF_8));
  }
}
