package dev.sluice.events.rollout;

/// What an entry of the audit log is about.
public enum AuditKind {
  /// A rollout changed its state.
  CHANGE,
  /// Somebody ordered something of a rollout.
  ORDER,
  /// Somebody applied a policy.
  POLICY,
  /// Somebody gave out a token or took one back.
  TOKEN,
  /// Somebody published a release, or ordered its withdrawal.
  RELEASE,
  /// Somebody enrolled a device.
  DEVICE,
  /// Somebody had a dead letter replayed, or discarded it.
  DEAD_LETTER
}
