package dev.sluice.program.exit;

/// A program cannot start on this machine: port in use, folder not writable, topics missing, clock
/// wrong.
public final class CannotStartException extends ProgramException {
  private static final long serialVersionUID = 1;

  /// @param message what was expected, what came, what to do
  public CannotStartException(String message) {
    super(ExitCode.FAILED, message);
  }

  /// @param message what was expected, what came, what to do
  public CannotStartException(String message, Throwable cause) {
    super(ExitCode.FAILED, message, cause);
  }
}
