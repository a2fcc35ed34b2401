package dev.sluice.program.remote;

import java.util.List;

/// Offers `context`.
public final class ContextCommands implements Commands {
  /// For `ServiceLoader`.
  public ContextCommands() {}

  @Override
  public List<Entry> entries() {
    return List.of(
        new Entry("context", "which pipeline the commands speak to", ContextCommand::new));
  }
}
