package dev.sluice.notifier;

import dev.sluice.program.run.ProgramMain;

/// The command line of the program `notifier`.
public final class NotifierMain {
  private NotifierMain() {}

  /// `run --config FILE`, `config show`, `config schema`.
  public static void main(String... arguments) {
    System.exit(ProgramMain.run(new NotifierProgram(), System.out, System.err, arguments));
  }
}
