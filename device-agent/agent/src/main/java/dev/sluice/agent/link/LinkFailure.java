package dev.sluice.agent.link;

/// Why the hub cannot be spoken to, for the log.
final class LinkFailure {
  private LinkFailure() {}

  /// What the network or the hub said, without the names of the exceptions around it.
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
