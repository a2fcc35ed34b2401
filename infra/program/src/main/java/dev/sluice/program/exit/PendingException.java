package dev.sluice.program.exit;

/// Accepted, but still under way when the time to wait was over.
public final class PendingException extends ProgramException {
  private static final long serialVersionUID = 1;

  /// @param message what was expected, what came, what to do
  public PendingException(String message) {
    super(ExitCode.PENDING, message);
  }

  /// @param message what was expected, what came, what to do
  public PendingException(String message, Throwable cause) {
    super(ExitCode.PENDING, message, cause);
  }
}
