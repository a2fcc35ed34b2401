package dev.sluice.program.log;

/// How log lines look.
public enum LogFormat {
  /// Time, level, message, key=value pairs: for people.
  TEXT,
  /// One JSON object a line: for machines.
  JSON
}
