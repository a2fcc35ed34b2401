package dev.sluice.publisher.command;

import dev.sluice.diff.DiffProgress;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/// The progress of a diff as a bar on one line of a terminal; silent anywhere else.
final class DeltaProgress implements DiffProgress, AutoCloseable {
  private static final int WIDTH = 40;
  private static final String CLEAR = "\r\033[K";

  private final PrintWriter terminal;
  private final boolean isShown;

  // guarded by this
  private String shown = "";
  private boolean isClosed;

  private DeltaProgress(PrintWriter terminal, boolean isShown) {
    this.terminal = terminal;
    this.isShown = isShown;
  }

  static DeltaProgress onTerminal(PrintWriter terminal) {
    boolean isShown = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new DeltaProgress(terminal, isShown);
  }

  @Override
  public synchronized void at(Step step, double share) {
    int filled = (int) (WIDTH * Math.clamp(share, 0, 1));
    String line =
        "%-9s [%s%s]"
            .formatted(
                switch (step) {
                  case LOOKING -> "looking";
                  case MATCHING -> "matching";
                  case CODING -> "coding";
                },
                "=".repeat(filled),
                " ".repeat(WIDTH - filled));
    if (isShown && !isClosed && !line.equals(shown)) {
      terminal.print(CLEAR + line);
      terminal.flush();
      shown = line;
    }
  }

  /// Wipes the line.
  @Override
  public synchronized void close() {
    if (isShown && !isClosed && !shown.isEmpty()) {
      terminal.print(CLEAR);
      terminal.flush();
    }
    isClosed = true;
  }
}
