package dev.sluice.console.command.session;

import picocli.CommandLine.Option;

/// Picocli mixin: why something is ordered that nobody orders without saying so.
public final class GivenReason {
  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "why, for the audit log and for those who look")
  private String text = "";

  /// What was given.
  public String text() {
    return text;
  }
}
