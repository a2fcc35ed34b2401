package dev.sluice.edge.command;

import dev.sluice.program.remote.Commands;
import java.util.List;

/// The commands that speak to edge nodes.
public final class EdgeCommands implements Commands {
  /// Called by the service loader.
  public EdgeCommands() {}

  @Override
  public List<Entry> entries() {
    return List.of(new Entry("edge", "Look at edge nodes.", EdgeCommand::new));
  }
}
