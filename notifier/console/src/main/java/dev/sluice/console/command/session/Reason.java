package dev.sluice.console.command.session;

import picocli.CommandLine.Option;

/// Picocli mixin: why something is ordered, if whoever orders it says so.
public final class Reason {
  @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit log")
  private String text = "";

  /// What was given; empty for nothing.
  public String text() {
    return text;
  }
}
