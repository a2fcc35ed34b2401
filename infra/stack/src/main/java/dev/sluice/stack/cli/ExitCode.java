package dev.sluice.stack.cli;

/// What the process returns.
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int REFUSED = 3;
  static final int UNREACHABLE = 4;

  private ExitCode() {}
}
