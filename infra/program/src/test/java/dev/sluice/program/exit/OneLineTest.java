package dev.sluice.program.exit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.program.remote.Table;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OneLineTest {
  private static final String TRICK =
      "fine\u001b[2J\u009b31m\u0007\r\n\u2028\u202etxet\u2066 \u007fend";

  @Test
  void givenTextWithCommandsForATerminal_whenShown_thenItObeysNone() {
    assertThat(OneLine.of(TRICK)).isEqualTo("fine [2J 31m txet   end");
    assertThat(OneLine.of("ä – 日本 ✔")).isEqualTo("ä – 日本 ✔");
  }

  @Test
  void givenTableWithSuchText_whenPrinted_thenOnlyItsOwnLinesBreak() {
    var bytes = new ByteArrayOutputStream();
    new Table("A", "B").row(TRICK, "x").print(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    String printed = bytes.toString(StandardCharsets.UTF_8);
    assertThat(printed.lines()).hasSize(2);
    assertThat(printed).doesNotContain("\u001b", "\u009b", "\u202e");
  }
}
