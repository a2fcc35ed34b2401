package dev.sluice.program.exit;

import java.io.PrintStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells a person on standard error why something ended.
public final class Report {
  private static final Logger LOG = LoggerFactory.getLogger(Report.class);

  private Report() {}

  /// Prints what was expected, what came and what to do: one line, or a line for each mistake in a
  /// configuration. What nobody expected is a bug and
  /// comes with its trace in the log.
  ///
  /// @return the exit code
  public static int print(Throwable failure, PrintStream err) {
    return switch (failure) {
      case InvalidConfigException invalid when invalid.mistakes().size() > 1 -> {
        err.println("%s: %d mistakes".formatted(invalid.subject(), invalid.mistakes().size()));
        invalid.mistakes().forEach(mistake -> err.println("  " + oneLine(mistake)));
        yield invalid.exitCode();
      }
      case ProgramException expected -> {
        err.println(oneLine(String.valueOf(expected.getMessage())));
        yield expected.exitCode();
      }
      default -> {
        LOG.atError().setCause(failure).log("unexpected failure");
        err.println("unexpected failure, please report it: " + oneLine(failure.toString()));
        yield ExitCode.FAILED;
      }
    };
  }

  private static String oneLine(String text) {
    return OneLine.of(text).strip();
  }
}
