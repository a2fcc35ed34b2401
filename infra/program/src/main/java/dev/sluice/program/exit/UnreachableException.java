package dev.sluice.program.exit;

/// A peer does not answer, or not in time.
public final class UnreachableException extends ProgramException {
  private static final long serialVersionUID = 1;

  /// @param message what was expected, what came, what to do
  public UnreachableException(String message) {
    super(ExitCode.UNREACHABLE, message);
  }

  /// @param message what was expected, what came, what to do
  public UnreachableException(String message, Throwable cause) {
    super(ExitCode.UNREACHABLE, message, cause);
  }
}
