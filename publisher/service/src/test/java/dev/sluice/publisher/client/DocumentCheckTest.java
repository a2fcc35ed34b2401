package dev.sluice.publisher.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.program.exit.UsageException;
import dev.sluice.release.Installer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentCheckTest {
  @TempDir private Path directory;

  private record Given(Installer kind, String name, String content, String said) {}

  private static List<Given> refused() {
    return List.of(
        new Given(
            Installer.FLAGS, "a.json", "{\"a\": null}", "one JSON object of flags; a: expected"),
        new Given(Installer.FLAGS, "a.json", "a: true", "one JSON object of flags"),
        new Given(Installer.CONFIG, "a.json", "{\"a\": 1", "a document that can be read, got"),
        new Given(Installer.CONFIG, "a.json", "{\"a\": 1, \"a\": 2}", "Duplicate field 'a'"),
        new Given(Installer.CONFIG, "a.json", "{} {}", "a document that can be read, got"),
        new Given(Installer.CONFIG, "a.yaml", "a: [1", "a document that can be read, got"),
        new Given(Installer.CONFIG, "a.yaml", "# nothing\n", "a document, got nothing"),
        new Given(Installer.CONFIG, "a.conf", "a=1", "a name that ends in .json, .yaml or .yml"),
        new Given(Installer.CONFIG, "a.json", " ".repeat((1 << 20) + 1), "at most 1048576 bytes"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void givenDocumentWithAMistake_whenChecked_thenSaysWhatWasExpected(Given given) throws Exception {
    Path file = Files.writeString(directory.resolve(given.name()), given.content());

    assertThatThrownBy(() -> DocumentCheck.require(List.of(file), given.kind()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(given.said());
  }

  @Test
  void givenTwoDocuments_whenChecked_thenRefuses() {
    Path file = directory.resolve("a.json");

    assertThatThrownBy(() -> DocumentCheck.require(List.of(file, file), Installer.CONFIG))
        .hasMessageContaining("expected one file of the kind config, got 2");
  }

  @Test
  void givenRightDocuments_whenChecked_thenPass() throws Exception {
    Path flags = Files.writeString(directory.resolve("f.json"), "{\"a\": true, \"b\": 2}");
    Path config = Files.writeString(directory.resolve("c.yaml"), "a: {b: [1.5, x]}\n");

    DocumentCheck.require(List.of(flags), Installer.FLAGS);
    DocumentCheck.require(List.of(config), Installer.CONFIG);
    DocumentCheck.require(List.of(config, flags), Installer.FILE);
  }
}
