package dev.sluice.notifier.external;

/// An event is not sent any more: its receiver refused it, or was away for too long. It has no
/// cause, so that nobody takes it for a failure that passes, and no trace: its message says all.
final class GivenUpException extends Exception {
  private static final long serialVersionUID = 1;

  GivenUpException(String message) {
    super(message, null, false, false);
  }
}
