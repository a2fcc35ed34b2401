package dev.sluice.rollout.policy;

/// What starts a rollout.
public enum StartMode {
  /// The signed release does.
  AUTOMATIC,
  /// A person does, with an order.
  MANUAL
}
