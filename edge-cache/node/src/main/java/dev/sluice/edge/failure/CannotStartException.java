package dev.sluice.edge.failure;

/// The node cannot start here: a port is taken, or a directory cannot be used.
public final class CannotStartException extends EdgeException {
  private static final long serialVersionUID = 1;

  /// @param message one line: subject, expectation, fact, what to do
  public CannotStartException(String message) {
    super(message);
  }

  /// @param message one line: subject, expectation, fact, what to do
  /// @param cause what the operating system or a library said
  public CannotStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
