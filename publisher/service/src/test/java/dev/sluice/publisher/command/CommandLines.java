package dev.sluice.publisher.command;

import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.ProgramException;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/// Command lines as `sluice` makes them.
final class CommandLines {
  private CommandLines() {}

  /// @param said gets errors, and what the command prints through its command line
  static CommandLine of(Object command, StringWriter said) {
    var line = new CommandLine(command);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(said, true));
    line.setErr(new PrintWriter(said, true));
    line.setExecutionExceptionHandler(
        (e, failed, _) -> {
          failed.getErr().println(e.getMessage());
          return e instanceof ProgramException known ? known.exitCode() : ExitCode.FAILED;
        });
    return line;
  }
}
