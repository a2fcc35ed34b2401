package dev.sluice.stack.demo;

import dev.sluice.stack.StackException;

/// A gate or a person stopped the rollout that was being followed.
public final class RolloutStoppedException extends StackException {
  private static final long serialVersionUID = 1;

  RolloutStoppedException(String message) {
    super(message);
  }
}
