package dev.sluice.program.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  private String written() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void givenFile_whenProgressing_thenFewPlainLines() {
    var progress = new Progress(out, false, false);
    for (int done = 0; done <= 1000; done++) {
      progress.update("upload", done, 1000);
    }
    progress.say("signed");

    assertThat(written().lines())
        .containsExactly(
            "upload 0 %  0 B of 1.0 kB",
            "upload 25 %  250 B of 1.0 kB",
            "upload 50 %  500 B of 1.0 kB",
            "upload 75 %  750 B of 1.0 kB",
            "upload 100 %  1.0 kB of 1.0 kB",
            "signed");
  }

  @Test
  void givenTerminal_whenProgressing_thenOneLineIsRedrawn() {
    var progress = new Progress(out, true, false);
    progress.update("upload", 1, 2);
    progress.update("upload", 2, 2);
    progress.update("empty", 0, 0);

    assertThat(written())
        .contains("\rupload")
        .doesNotContain("\u001b[36m")
        .matches(text -> text.chars().filter(c -> c == 10).count() == 2, "two lines");
  }

  @Test
  void givenColours_whenProgressing_thenUsed() {
    new Progress(out, true, true).update("upload", 1, 2);

    assertThat(written()).contains("\u001b[36m");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "999,999 B",
    "1000,1.0 kB",
    "999949,999.9 kB",
    "999950,1.0 MB",
    "18400000,18.4 MB",
    "5000000000000,5.0 TB"
  })
  void givenBytes_whenShown_thenForPeople(long count, String text) {
    assertThat(Progress.bytes(count)).isEqualTo(text);
  }

  @Test
  void givenRows_whenPrinted_thenColumnsLineUp() {
    new Table("name", "n").row("ä\nb", 1).row("longer", 22).print(out);

    assertThat(written().lines()).containsExactly("name    n", "ä b     1", "longer  22");
    var table = new Table("a");
    assertThatThrownBy(() -> table.row(1, 2)).isInstanceOf(IllegalArgumentException.class);
  }
}
