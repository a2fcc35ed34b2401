package dev.sluice.stack.architecture.offender.understudy;

/// Bears the name of what it was written after. Never run.
final class SigningPlan {
  private SigningPlan() {}
}
