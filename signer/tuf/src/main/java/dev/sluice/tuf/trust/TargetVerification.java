package dev.sluice.tuf.trust;

/// What came of checking a target's bytes.
public sealed interface TargetVerification {
  /// The bytes are the target's.
  ///
  /// @param bytes the only kind of bytes that a decoder of manifests should take
  record Verified(TrustedTargetBytes bytes) implements TargetVerification {}

  /// They are not.
  ///
  /// @param refusal why
  record Refused(Refusal refusal) implements TargetVerification {}
}
