package dev.sluice.publisher;

import dev.sluice.program.run.ProgramMain;

/// Where the program `publisher` begins.
public final class PublisherMain {
  private PublisherMain() {}

  /// Does what the arguments say and ends the process with the exit code.
  public static void main(String[] arguments) {
    System.exit(ProgramMain.run(new PublisherProgram(), System.out, System.err, arguments));
  }
}
