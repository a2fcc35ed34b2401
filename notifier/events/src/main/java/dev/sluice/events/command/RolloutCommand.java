package dev.sluice.events.command;

import dev.sluice.events.Event;
import dev.sluice.events.Topic;

/// What topic `rollout-commands` holds: what people order.
public sealed interface RolloutCommand extends Event
    permits RolloutOrder, SafeguardOrdered, FlagOrdered {
  /// Who orders it.
  String by();

  /// Why; may be empty.
  String reason();

  @Override
  default Topic<RolloutCommand> topic() {
    return Topic.ROLLOUT_COMMANDS;
  }
}
