package dev.sluice.program.exit;

/// A gate, a rollout or a rule refused.
public final class RefusedException extends ProgramException {
  private static final long serialVersionUID = 1;

  /// @param message what was expected, what came, what to do
  public RefusedException(String message) {
    super(ExitCode.REFUSED, message);
  }

  /// @param message what was expected, what came, what to do
  public RefusedException(String message, Throwable cause) {
    super(ExitCode.REFUSED, message, cause);
  }
}
