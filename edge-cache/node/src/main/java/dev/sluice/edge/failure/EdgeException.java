package dev.sluice.edge.failure;

/// An edge node, or a part of it, cannot do its work.
///
/// Messages name the subject, what was expected, what was found, and what to do.
public abstract sealed class EdgeException extends RuntimeException
    permits CannotStartException, InvalidConfigException, StoreFailedException {
  private static final long serialVersionUID = 1;

  EdgeException(String message) {
    super(message);
  }

  EdgeException(String message, Throwable cause) {
    super(message, cause);
  }
}
