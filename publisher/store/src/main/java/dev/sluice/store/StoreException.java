package dev.sluice.store;

import java.io.IOException;

/// The object store did not do what was asked. The message is one line: what was expected, what
/// came, and what to do.
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param message one line
  public StoreException(String message) {
    super(message);
  }

  /// @param message one line
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
