package dev.sluice.console.command.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much a terminal shows.
///
/// @param columns at least 20
/// @param rows at least 5
public record TerminalSize(int columns, int rows) {
  /// What is taken where nothing can be learned.
  public static final TerminalSize USUAL = new TerminalSize(80, 24);

  private static final int MIN_COLUMNS = 20;
  private static final int MIN_ROWS = 5;
  private static final long LIMIT_MILLIS = 500;
  private static final Pattern ROWS_COLUMNS = Pattern.compile("(\\d{1,5}) (\\d{1,5})");

  /// Takes no less than can be drawn on.
  public TerminalSize {
    columns = Math.max(MIN_COLUMNS, columns);
    rows = Math.max(MIN_ROWS, rows);
  }

  /// That of this process's terminal now. It is asked by `stty`, as the terminal libraries do that
  /// bring no native code; that takes some milliseconds.
  public static TerminalSize now() {
    Path terminal = Path.of("/dev/tty");
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(terminal.toFile())
              .redirectErrorStream(true)
              .start();
      if (!stty.waitFor(LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
        stty.destroyForcibly();
        return USUAL;
      }
      return parse(new String(stty.getInputStream().readNBytes(64), StandardCharsets.US_ASCII));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL;
    } catch (IOException e) {
      // No terminal, or no stty: Windows.
      return USUAL;
    }
  }

  /// What `stty size` says: rows and columns, both 0 if it does not know.
  static TerminalSize parse(String text) {
    Matcher size = ROWS_COLUMNS.matcher(text.strip());
    if (!size.matches() || size.group(1).equals("0") || size.group(2).equals("0")) {
      return USUAL;
    }
    return new TerminalSize(Integer.parseInt(size.group(2)), Integer.parseInt(size.group(1)));
  }
}
