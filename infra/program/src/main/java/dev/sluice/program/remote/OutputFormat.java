package dev.sluice.program.remote;

/// How a command prints its result.
public enum OutputFormat {
  /// For people.
  TABLE,
  /// For programs: one JSON document.
  JSON
}
