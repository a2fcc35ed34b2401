package dev.sluice.publisher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.program.exit.ExitCode;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Patches by hand: what is written, and what is said otherwise.
class DeltaCommandTest {
  @TempDir private Path directory;
  private Path old;
  private Path neu;
  private Path patch;
  private String said = "";

  @BeforeEach
  void makeFilesAndPatch() throws IOException {
    var bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    old = Files.write(directory.resolve("old"), bytes);
    neu = Files.write(directory.resolve("new"), Arrays.copyOfRange(bytes, 1000, 290_000));
    patch = directory.resolve("patch");
    assertThat(run("diff", old, neu, patch)).as(said).isZero();
  }

  private int run(String verb, Object... arguments) {
    var output = new StringWriter();
    CommandLine line = CommandLines.of(new DeltaCommand(), output);
    var words = Stream.concat(Stream.of(verb), Arrays.stream(arguments));
    int exitCode = line.execute(words.map(Object::toString).toArray(String[]::new));
    said = output.toString();
    return exitCode;
  }

  private Stream<String> names() throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }

  @Test
  void givenPatch_whenApplied_thenWritesTheNewFileAndNothingElse() throws IOException {
    var made = directory.resolve("made");

    assertThat(run("apply", old, patch, made)).as(said).isZero();

    assertThat(made).hasSameBinaryContentAs(neu);
    assertThat(names()).containsExactlyInAnyOrder("old", "new", "patch", "made");
  }

  @Test
  void givenPatch_whenAppliedInPlace_thenOldBecomesNewAndTheJournalGoes() throws IOException {
    assertThat(run("apply", "--in-place", old, patch)).as(said).isZero();

    assertThat(old).hasSameBinaryContentAs(neu);
    assertThat(names()).containsExactlyInAnyOrder("old", "new", "patch");
  }

  @Test
  void givenJournalWithoutRoom_whenAppliedInPlace_thenLeavesTheFileAlone() throws IOException {
    var before = Files.readAllBytes(old);

    int exitCode = run("apply", "--in-place", "--max-journal", 0, old, patch);

    assertThat(exitCode).isEqualTo(ExitCode.FAILED);
    assertThat(said).contains("bytes of journal", "nothing was written");
    assertThat(old).hasBinaryContent(before);
    assertThat(names()).containsExactlyInAnyOrder("old", "new", "patch");
  }

  @Test
  void givenWrongBase_whenApplied_thenSaysSoAndWritesNothing() throws IOException {
    assertThat(run("apply", neu, patch, directory.resolve("made"))).isEqualTo(ExitCode.FAILED);
    assertThat(said).contains("patch base must have 300000 bytes, has 289000");
    assertThat(names()).containsExactlyInAnyOrder("old", "new", "patch");

    assertThat(run("apply", "--in-place", patch, patch)).isEqualTo(ExitCode.FAILED);
    assertThat(names()).containsExactlyInAnyOrder("old", "new", "patch");
  }

  @Test
  void givenFilesThatAreNotThere_whenNamed_thenIsUsageAndSaysWhich() {
    Path gone = directory.resolve("gone");

    for (var words :
        new Object[][] {
          {"apply", old, gone, directory.resolve("made")},
          {"apply", gone, patch, directory.resolve("made")},
          {"apply", "--in-place", gone, patch},
          {"inspect", gone},
          {"diff", old, neu, gone.resolve("patch")}
        }) {
      int exitCode = run(words[0].toString(), Arrays.copyOfRange(words, 1, words.length));
      assertThat(exitCode).as(Arrays.toString(words)).isEqualTo(ExitCode.USAGE);
      assertThat(said).contains("gone", "check the path");
    }
  }

  @Test
  void givenFileOfACommandThatWasCutOff_whenMadeAgain_thenSaysWhatToDo() throws IOException {
    Files.createFile(directory.resolve(".made.new"));

    assertThat(run("apply", old, patch, directory.resolve("made"))).isEqualTo(ExitCode.FAILED);
    assertThat(said).contains(".made.new", "delete it if no other command is at it");
    assertThat(names()).contains(".made.new");
  }

  @Test
  void givenMemoryThatCannotBe_whenNamed_thenIsUsage() {
    for (String size : new String[] {"-1", "0", "9223372036854775807"}) {
      assertThat(run("apply", "--max-memory", size, old, patch, directory.resolve("made")))
          .isEqualTo(ExitCode.USAGE);
      assertThat(said).contains("--max-memory: expected 1 to");
    }
  }

  @Test
  void givenBothOrNeitherTarget_whenApplied_thenIsUsage() {
    assertThat(run("apply", old, patch)).isEqualTo(ExitCode.USAGE);
    assertThat(said).contains("expected either NEW or --in-place, found neither");

    assertThat(run("apply", "--in-place", old, patch, neu)).isEqualTo(ExitCode.USAGE);
    assertThat(said).contains("found both");
  }
}
