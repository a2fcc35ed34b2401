package dev.sluice.tuf.trust;

/// What a [TargetLookup] wants or has come to.
public sealed interface LookupStep
    permits Fetch, LookupStep.Found, LookupStep.NotFound, LookupStep.Refused {
  /// A role vouches for the target.
  ///
  /// @param target what its bytes must be
  /// @param trusted now also with the delegated roles on the way
  record Found(TrustedTarget target, TrustedMetadata trusted) implements LookupStep {}

  /// No role that may vouch for the path does.
  ///
  /// @param trusted now also with the delegated roles on the way
  record NotFound(TrustedMetadata trusted) implements LookupStep {}

  /// The repository sent something that must not be trusted, or the metadata is no longer fresh.
  ///
  /// @param refusal why
  record Refused(Refusal refusal) implements LookupStep {}
}
