package dev.sluice.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files beside the installed one.
class DownloadDirectoryTest {
  @TempDir Path directory;

  private static void requireSecondName(Path installFile, boolean isLink) throws Exception {
    Files.writeString(installFile, "old");
    var downloads = new DownloadDirectory(installFile.resolveSibling("download"), installFile);

    assertThat(downloads.link(downloads.previousStaged())).isEqualTo(isLink);
    downloads.secondName(downloads.previousStaged());

    assertThat(Files.readString(downloads.previousStaged())).isEqualTo("old");
    assertThat(Files.readString(installFile)).isEqualTo("old");
  }

  @Test
  void givenFileSystemWithLinks_whenThePreviousFileIsKept_thenItTakesNoRoom() throws Exception {
    requireSecondName(directory.resolve("app.bin"), true);
  }

  @Test
  void givenFileSystemWithoutLinks_whenThePreviousFileIsKept_thenItIsCopied() throws Exception {
    try (FileSystem zip =
        FileSystems.newFileSystem(directory.resolve("disk.zip"), Map.of("create", "true"))) {
      requireSecondName(zip.getPath("/app.bin"), false);
    }
  }
}
