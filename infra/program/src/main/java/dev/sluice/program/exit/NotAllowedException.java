package dev.sluice.program.exit;

/// A peer refuses the credentials, or they do not allow this.
public final class NotAllowedException extends ProgramException {
  private static final long serialVersionUID = 1;

  /// @param message what was expected, what came, what to do
  public NotAllowedException(String message) {
    super(ExitCode.NOT_ALLOWED, message);
  }

  /// @param message what was expected, what came, what to do
  public NotAllowedException(String message, Throwable cause) {
    super(ExitCode.NOT_ALLOWED, message, cause);
  }
}
