package dev.sluice.console.command.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveScreenTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final AtomicReference<TerminalSize> size =
      new AtomicReference<>(new TerminalSize(80, 24));

  @Test
  void givenPicture_whenTheWindowChangesItsSize_thenItIsDrawnAnewForIt() {
    try (var screen = LiveScreen.open(out, size::get)) {
      screen.show(columns -> List.of("width " + columns));
      size.set(new TerminalSize(120, 24));

      await().atMost(Duration.ofSeconds(10)).until(() -> text().contains("width 120"));
    }
  }

  @Test
  void givenPictureThatIsTooHigh_whenDrawn_thenTheRestIsCountedAndInTheEndAllIsPrinted() {
    size.set(new TerminalSize(80, 5));
    List<String> lines = List.of("one", "two", "three", "four", "five", "six");

    var screen = LiveScreen.open(out, size::get);
    screen.show(_ -> lines);
    assertThat(text()).contains("four", "… 2 more lines").doesNotContain("five");
    screen.close();
    screen.close();

    String left = text().substring(text().lastIndexOf("\u001b[?1049l") + 8);
    assertThat(left.lines()).containsExactlyElementsOf(lines);
    assertThat(text()).contains("\u001b[?25h").containsOnlyOnce("\u001b[?1049l");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0 0", "stty: standard input: Inappropriate ioctl for device", "x y"})
  void givenNoSize_whenRead_thenTheUsualOne(String text) {
    assertThat(TerminalSize.parse(text)).isEqualTo(TerminalSize.USUAL);
  }

  @Test
  void givenSizes_whenRead_thenNoneIsTooSmallToDrawOn() {
    assertThat(TerminalSize.parse("50 132\n")).isEqualTo(new TerminalSize(132, 50));
    assertThat(TerminalSize.parse("1 3")).isEqualTo(new TerminalSize(20, 5));
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
