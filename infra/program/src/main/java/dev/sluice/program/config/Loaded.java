package dev.sluice.program.config;

import java.util.List;

/// A configuration and where each of its values came from.
///
/// @param settings in the order of the record
public record Loaded<C>(C value, List<Setting> settings) {
  /// Copies the list.
  public Loaded {
    settings = List.copyOf(settings);
  }
}
