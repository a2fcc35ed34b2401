package dev.sluice.stack.cli;

import dev.sluice.stack.StackException;

/// An argument that can be parsed but not used; exit code 2.
final class UsageException extends StackException {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
