package dev.sluice.tuf.trust;

/// What a [Refresh] wants or has come to.
public sealed interface RefreshStep permits Fetch, RefreshStep.Done, RefreshStep.Refused {
  /// Everything up to the top-level targets is trusted and fresh.
  ///
  /// @param trusted what to persist and to look targets up in
  record Done(TrustedMetadata trusted) implements RefreshStep {}

  /// The repository sent something that must not be trusted. What was accepted before it stays
  /// trusted.
  ///
  /// @param refusal why
  record Refused(Refusal refusal) implements RefreshStep {}
}
