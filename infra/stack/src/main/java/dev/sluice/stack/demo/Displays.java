package dev.sluice.stack.demo;

import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Chooses how a run is shown.
public final class Displays {
  private Displays() {}

  /// JSON when asked for, a live picture on a terminal that reads UTF-8, plain lines otherwise.
  public static Display of(boolean json) {
    PrintStream out = System.out;
    if (json) {
      return new SilentDisplay(out);
    }
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    boolean unicode = out.charset().equals(StandardCharsets.UTF_8);
    return terminal && unicode && !"dumb".equals(System.getenv("TERM"))
        ? new TerminalDisplay(out)
        : new PlainDisplay(out);
  }
}
