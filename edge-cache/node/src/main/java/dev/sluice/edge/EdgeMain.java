package dev.sluice.edge;

import dev.sluice.program.run.ProgramMain;

/// Runs the program `edge`.
public final class EdgeMain {
  private EdgeMain() {}

  /// Ends the process with the program's exit code.
  public static void main(String[] args) {
    System.exit(ProgramMain.run(new EdgeProgram(), System.out, System.err, args));
  }
}
