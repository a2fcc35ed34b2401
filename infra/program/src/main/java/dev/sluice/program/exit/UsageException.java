package dev.sluice.program.exit;

/// The command line is wrong.
public final class UsageException extends ProgramException {
  private static final long serialVersionUID = 1;

  /// @param message what was expected, what came, what to do
  public UsageException(String message) {
    super(ExitCode.USAGE, message);
  }

  /// @param message what was expected, what came, what to do
  public UsageException(String message, Throwable cause) {
    super(ExitCode.USAGE, message, cause);
  }
}
