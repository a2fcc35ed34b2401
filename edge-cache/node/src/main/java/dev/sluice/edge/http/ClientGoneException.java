package dev.sluice.edge.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The client closed the connection, or read too slowly. Nobody is left to answer.
final class ClientGoneException extends IOException {
  private static final long serialVersionUID = 1;

  ClientGoneException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
