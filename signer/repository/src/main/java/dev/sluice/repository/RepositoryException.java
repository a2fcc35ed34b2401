package dev.sluice.repository;

import java.io.IOException;

/// What stands in the store is not to be worked with, or cannot be signed by the keys that are
/// here. The message is one line: what was expected, and what came.
public final class RepositoryException extends IOException {
  private static final long serialVersionUID = 1L;

  public RepositoryException(String message) {
    super(message);
  }

  public RepositoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
