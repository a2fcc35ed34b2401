package dev.sluice.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;

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
}
