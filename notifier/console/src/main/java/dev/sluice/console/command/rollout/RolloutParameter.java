package dev.sluice.console.command.rollout;

import dev.sluice.events.rings.RolloutId;
import dev.sluice.program.exit.UsageException;
import picocli.CommandLine.Parameters;

/// Picocli mixin: which rollout.
final class RolloutParameter {
  @Parameters(paramLabel = "ROLLOUT", description = "its id, as `rollout list` shows it")
  private String text = "";

  /// For picocli.
  RolloutParameter() {}

  RolloutParameter(String text) {
    this.text = text;
  }

  RolloutId id() {
    if (!RolloutId.isValid(text)) {
      throw new UsageException(
          "expected %s, got \"%s\"; see `sluice rollout list`".formatted(RolloutId.SYNTAX, text));
    }
    return RolloutId.parse(text);
  }

  /// Where the API has it.
  String path() {
    return RolloutCommand.ROLLOUTS + "/" + id();
  }
}
