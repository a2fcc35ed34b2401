package dev.sluice.program.run;

import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.Report;
import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;

/// What all command lines of Sluice have in common.
public final class CommandLines {
  /// What `--version` says behind the name.
  public static final String VERSION = "0.1.0";

  private CommandLines() {}

  /// Failures end in one clear line and the exit code of their kind; so do mistakes in the
  /// arguments. Enums are typed in lower case. Call it when all subcommands are there.
  public static CommandLine configure(CommandLine line, PrintStream out, PrintStream err) {
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true, out.charset()))
        .setErr(new PrintWriter(err, true, err.charset()))
        .setExecutionExceptionHandler((failure, _, _) -> Report.print(failure, err))
        .setParameterExceptionHandler(
            (mistake, _) -> {
              err.println(
                  "%s; see %s --help"
                      .formatted(
                          mistake.getMessage(),
                          mistake.getCommandLine().getCommandSpec().qualifiedName()));
              return ExitCode.USAGE;
            });
  }
}
