package dev.sluice.fleet.command;

import dev.sluice.program.remote.Commands;
import java.util.List;

/// What the fleet adds to the `sluice` command line.
public final class FleetCommands implements Commands {
  @Override
  public List<Entry> entries() {
    return List.of(
        new Entry(
            "fleet",
            "Put light devices, up to a million, on a running pipeline until interrupted.",
            FleetCommand::new));
  }
}
