package dev.sluice.publisher.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.program.exit.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCheckTest {
  @TempDir private Path directory;

  @Test
  void givenFileThatCannotBeReleased_whenChecked_thenSaysWhatToDo() throws Exception {
    Map<Path, String> unusable =
        Map.of(
            directory.resolve("absent"),
            "expected a file, got nothing there; check the path",
            directory,
            "expected a file, got a directory; pack it into one file first",
            file("empty", ""),
            "expected at least one byte, got an empty file; build it again",
            file("two words", "x"),
            "an artifact name",
            file("release.json", "x"),
            "rename the file");

    unusable.forEach(
        (file, said) ->
            assertThatThrownBy(() -> FileCheck.require(file))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(said));
  }

  @Test
  void givenFile_whenChecked_thenPasses() throws Exception {
    FileCheck.require(file("app.jar", "x"));
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
