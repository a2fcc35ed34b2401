package dev.sluice.publisher.command;

import dev.sluice.program.remote.Commands;
import java.util.List;

/// What the publisher adds to the `sluice` command line.
public final class PublisherCommands implements Commands {
  @Override
  public List<Entry> entries() {
    return List.of(
        new Entry("publish", PublishCommand.DESCRIPTION, PublishCommand::new),
        new Entry("release", ReleaseCommand.DESCRIPTION, ReleaseCommand::new),
        new Entry("delta", DeltaCommand.DESCRIPTION, DeltaCommand::new));
  }
}
