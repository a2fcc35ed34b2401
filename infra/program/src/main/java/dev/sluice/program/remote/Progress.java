package dev.sluice.program.remote;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/// Shows how far something is: one line that redraws itself on a terminal, plain lines elsewhere.
/// One thread uses it.
public final class Progress {
  private static final int BAR = 24;
  private static final int PLAIN_STEP_PERCENT = 25;

  private final PrintStream out;
  private final boolean isTerminal;
  private final boolean hasColour;
  private String label = "";
  private int shown = -1;

  /// @param isTerminal whether lines can be redrawn
  /// @param hasColour whether colours are wanted
  public Progress(PrintStream out, boolean isTerminal, boolean hasColour) {
    this.out = out;
    this.isTerminal = isTerminal;
    this.hasColour = hasColour;
  }

  /// For the terminal of this process, or for a file if it has none. `NO_COLOR` and `TERM=dumb` are
  /// honoured.
  @SuppressWarnings("SystemConsoleNull") // Null behind the module that JLine takes the place of.
  public static Progress on(PrintStream out, Map<String, String> environment) {
    var console = System.console();
    boolean isTerminal =
        console != null && console.isTerminal() && !"dumb".equals(environment.get("TERM"));
    return new Progress(
        out, isTerminal, isTerminal && environment.getOrDefault("NO_COLOR", "").isEmpty());
  }

  /// A fact, on a line of its own.
  public void say(String fact) {
    endBar();
    out.println(fact);
  }

  /// How far something is; draws only what changed.
  ///
  /// @param what `upload`
  /// @param total 0 counts as done
  public void update(String what, long done, long total) {
    int percent = total <= 0 ? 100 : (int) Math.min(100, done * 100.0 / total);
    if (!what.equals(label)) {
      endBar();
      label = what;
    } else if (percent == shown
        || (!isTerminal && percent < 100 && percent < shown + PLAIN_STEP_PERCENT)) {
      return;
    }
    shown = percent;
    draw(percent, done, total);
    if (percent == 100) {
      endBar();
    }
  }

  private void draw(int percent, long done, long total) {
    var amount = "%3d %%  %s of %s".formatted(percent, bytes(done), bytes(total));
    if (!isTerminal) {
      out.println(label + " " + amount.strip());
      return;
    }
    int full = percent * BAR / 100;
    var bar = "█".repeat(full) + "░".repeat(BAR - full);
    out.print(
        "\r%-12s %s %s\u001b[K"
            .formatted(label, hasColour ? "\u001b[36m" + bar + "\u001b[0m" : bar, amount));
    out.flush();
  }

  private void endBar() {
    if (isTerminal && shown >= 0) {
      out.println();
    }
    label = "";
    shown = -1;
  }

  /// A number of bytes for people: `18.4 MB`.
  public static String bytes(long count) {
    if (count < 1000) {
      return count + " B";
    }
    double value = count;
    int unit = -1;
    while (value >= 999.95 && unit < 3) {
      value /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT, "%.1f %s", value, new String[] {"kB", "MB", "GB", "TB"}[unit]);
  }
}
