package dev.sluice.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.order.InPlaceOrder;
import dev.sluice.update.order.InPlaceOutcome;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.UpdateEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledFileTest {
  @TempDir Path directory;

  private Path installFile = Path.of("");
  private Path journal = Path.of("");

  @BeforeEach
  void setUp() throws IOException {
    installFile = directory.resolve("app.bin");
    journal = Files.writeString(directory.resolve(".app.bin.journal"), "half new");
  }

  private InstalledFile installed() {
    return new InstalledFile(directory.resolve("downloads"), installFile, Room.OF_FILE_SYSTEMS);
  }

  @Test
  void givenLostFile_whenDropped_thenItsJournalGoesWithIt() throws IOException {
    Files.writeString(installFile, "half");

    installed().drop();

    assertThat(installFile).doesNotExist();
    assertThat(journal).doesNotExist();
  }

  @Test
  void givenLostFileThatCannotBeDeleted_whenDropped_thenItsJournalStillSaysWhatItIs()
      throws IOException {
    Files.createDirectory(installFile);
    Files.writeString(installFile.resolve("in the way"), "");

    installed().drop();

    assertThat(installFile).exists();
    assertThat(journal).exists();
  }

  @Test
  void givenJournalOfAFirstPassAndNoPatch_whenApplied_thenIsRefusedAndTheFileStaysWhole()
      throws IOException {
    Files.writeString(installFile, "old");

    assertThat(outcome()).isInstanceOf(InPlaceOutcome.Refused.class);
    assertThat(installFile).content().isEqualTo("old");
    assertThat(journal).doesNotExist();
  }

  @Test
  void givenJournalThatCannotBeRead_whenApplied_thenTheFileMayBeHalfNew() throws IOException {
    Files.writeString(installFile, "old");
    Files.delete(journal);
    Files.createDirectory(journal);

    assertThat(outcome()).isInstanceOf(InPlaceOutcome.CutOff.class);
    assertThat(journal).exists();
  }

  @Test
  void givenPreviousFile_whenRestored_thenIsTheInstalledOneAgain() throws IOException {
    Files.writeString(installFile, "new");
    Files.writeString(directory.resolve("app.bin.previous"), "old");

    assertThat(installed().restore(new Effect.Restore(1))).isEqualTo(new UpdateEvent.Done(1));

    assertThat(installFile).content().isEqualTo("old");
    assertThat(directory.resolve("app.bin.previous")).doesNotExist();
  }

  @Test
  void givenNoPreviousFile_whenRestored_thenTheInstalledOneStays() throws IOException {
    Files.writeString(installFile, "new");

    assertThat(installed().restore(new Effect.Restore(1)))
        .isInstanceOf(UpdateEvent.DiskFailed.class);

    assertThat(installFile).content().isEqualTo("new");
  }

  private InPlaceOutcome outcome() {
    Digest any = Digest.sha256(new byte[0]);
    var order = new InPlaceOrder(any, any, 10, 1 << 20, 0);
    var answer = installed().applyInPlace(new Effect.ApplyInPlace(1, order));
    return ((UpdateEvent.InPlaceEnded) answer).outcome();
  }
}
