package dev.sluice.agent;

import dev.sluice.program.run.ProgramMain;

/// What `device-agent/sluice-agent` starts.
public final class AgentMain {
  private AgentMain() {}

  /// Runs the program and ends the process with its exit code.
  public static void main(String[] arguments) {
    System.exit(ProgramMain.run(new AgentProgram(), System.out, System.err, arguments));
  }
}
