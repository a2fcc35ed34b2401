package dev.sluice.edge.store;

import java.io.IOException;

/// The disk under the store failed a request: full, gone, or read-only.
public final class StoreFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// @param message what could not be done
  /// @param cause what the operating system said
  public StoreFailedException(String message, IOException cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
