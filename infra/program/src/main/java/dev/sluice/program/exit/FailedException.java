package dev.sluice.program.exit;

/// The work itself failed.
public final class FailedException extends ProgramException {
  private static final long serialVersionUID = 1;

  /// @param message what was expected, what came, what to do
  public FailedException(String message) {
    super(ExitCode.FAILED, message);
  }

  /// @param message what was expected, what came, what to do
  public FailedException(String message, Throwable cause) {
    super(ExitCode.FAILED, message, cause);
  }
}
