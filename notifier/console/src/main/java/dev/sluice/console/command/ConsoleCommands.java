package dev.sluice.console.command;

import dev.sluice.console.command.rollout.RolloutCommand;
import dev.sluice.program.remote.Commands;
import java.util.List;

/// The console's commands.
public final class ConsoleCommands implements Commands {
  @Override
  public List<Entry> entries() {
    return List.of(
        new Entry("console", ConsoleCommand.DESCRIPTION, () -> new ConsoleCommand(System.out)),
        new Entry("rollout", RolloutCommand.DESCRIPTION, () -> RolloutCommand.spec(System.out)),
        new Entry("policy", PolicyCommand.DESCRIPTION, () -> new PolicyCommand(System.out)),
        new Entry(
            "safeguard", SafeguardCommand.DESCRIPTION, () -> new SafeguardCommand(System.out)),
        new Entry("flag", FlagCommand.DESCRIPTION, () -> new FlagCommand(System.out)),
        new Entry("device", DeviceCommand.DESCRIPTION, () -> new DeviceCommand(System.out)),
        new Entry("channel", ChannelCommand.DESCRIPTION, () -> new ChannelCommand(System.out)),
        new Entry(
            "dead-letter", DeadLetterCommand.DESCRIPTION, () -> new DeadLetterCommand(System.out)),
        new Entry("audit", AuditCommand.DESCRIPTION, () -> new AuditCommand(System.out)),
        new Entry("token", TokenCommand.DESCRIPTION, () -> new TokenCommand(System.out)));
  }
}
