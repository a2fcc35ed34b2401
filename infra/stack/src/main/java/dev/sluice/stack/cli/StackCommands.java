package dev.sluice.stack.cli;

import dev.sluice.program.remote.Commands;
import java.util.List;

/// What the stack adds to the `sluice` command line.
public final class StackCommands implements Commands {
  @Override
  public List<Entry> entries() {
    return List.of(
        new Entry(
            "demo",
            "Run the whole pipeline once on this machine and show what happens.",
            DemoCommand::new),
        new Entry(
            "up",
            "Keep a pipeline running until interrupted; publish to it with 'sluice publish'.",
            UpCommand::new));
  }
}
