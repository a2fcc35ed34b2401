package dev.sluice.notifier.external.kind;

/// The receiver answered that it did not take the message.
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  /// @param message what it answered
  public RefusedException(String message) {
    super(message);
  }
}
