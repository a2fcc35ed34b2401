package dev.sluice.console.command.terminal;

import java.util.Map;
import java.util.function.Supplier;

/// Where a command's output goes.
///
/// @param isTerminal whether what was printed can be drawn over
/// @param ink colours
/// @param size of the terminal now; for what is none a width that keeps lines whole
public record Terminal(boolean isTerminal, Ink ink, Supplier<TerminalSize> size) {
  private static final TerminalSize FILE = new TerminalSize(240, 24);

  /// A file or a pipe.
  public static final Terminal NONE = new Terminal(false, new Ink(false), () -> FILE);

  /// That of this process. `NO_COLOR` and `TERM=dumb` are honoured.
  @SuppressWarnings("SystemConsoleNull") // Null behind the module that JLine takes the place of.
  public static Terminal ofProcess(Map<String, String> environment) {
    var console = System.console();
    if (console == null || !console.isTerminal() || "dumb".equals(environment.get("TERM"))) {
      return NONE;
    }
    boolean isColoured = environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(true, new Ink(isColoured), TerminalSize::now);
  }
}
