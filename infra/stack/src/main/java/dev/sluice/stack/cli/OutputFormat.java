package dev.sluice.stack.cli;

/// How a command shows its result; on the command line in lower case.
enum OutputFormat {
  TABLE,
  JSON
}
