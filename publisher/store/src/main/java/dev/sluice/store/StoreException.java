package dev.sluice.store;

import java.io.IOException;

/// The object store did not do what was asked. The message is one line: what was expected, what
/// came, and what to do.
///
/// What would fail again, such as a request that the store calls bad, has this type itself; what
/// passes is a [StoreUnavailableException].
public sealed class StoreException extends IOException permits StoreUnavailableException {
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
