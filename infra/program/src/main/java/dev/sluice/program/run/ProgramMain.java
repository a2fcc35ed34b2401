package dev.sluice.program.run;

import dev.sluice.program.Program;
import dev.sluice.program.ProgramConfig;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.ProgramException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Map;

/// The command line of a program: `run`, `config show`, `config schema`.
public final class ProgramMain {
  private ProgramMain() {}

  /// Does what the arguments say and returns the exit code; `run` returns when the program has
  /// stopped.
  public static <C extends Record & ProgramConfig> int run(
      Program<C> program, PrintStream out, PrintStream err, String... args) {
    return run(program, System.getenv(), out, err, args);
  }

  /// The same with another environment.
  public static <C extends Record & ProgramConfig> int run(
      Program<C> program,
      Map<String, String> environment,
      PrintStream out,
      PrintStream err,
      String... args) {
    var line = ProgramCommand.of(program, environment, out);
    line.setOut(new PrintWriter(out, true, out.charset()));
    line.setErr(new PrintWriter(err, true, err.charset()));
    line.setExecutionExceptionHandler((failure, _, _) -> tell(failure, err));
    return line.execute(args);
  }

  private static int tell(Exception failure, PrintStream err) throws Exception {
    if (failure instanceof ProgramException expected) {
      err.println(expected.getMessage());
      return expected.exitCode();
    }
    if (failure instanceof InterruptedException) {
      return ExitCode.DONE;
    }
    throw failure;
  }
}
