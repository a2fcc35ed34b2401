package dev.sluice.edge.command;

import picocli.CommandLine.Command;

/// `sluice edge`: the group of the commands that speak to edge nodes.
@Command(
    name = "edge",
    mixinStandardHelpOptions = true,
    description = "Look at edge nodes.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = SummaryCommand.class)
public final class EdgeCommand {
  /// Made when the command is chosen.
  public EdgeCommand() {}
}
