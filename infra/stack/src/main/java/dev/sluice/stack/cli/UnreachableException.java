package dev.sluice.stack.cli;

import dev.sluice.stack.StackException;

/// A running pipeline was expected and none answered; exit code 4.
final class UnreachableException extends StackException {
  private static final long serialVersionUID = 1;

  UnreachableException(String message) {
    super(message);
  }

  UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
