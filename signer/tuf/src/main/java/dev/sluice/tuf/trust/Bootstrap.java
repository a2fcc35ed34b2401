package dev.sluice.tuf.trust;

/// What became of a trust anchor.
public sealed interface Bootstrap {
  /// The anchor is sound; from here a [Refresh] goes on.
  ///
  /// @param trusted root only, or also what was restored
  record Ready(TrustedMetadata trusted) implements Bootstrap {}

  /// The anchor is damaged or is no root document. Without an anchor nothing can be trusted.
  ///
  /// @param refusal why
  record Refused(Refusal refusal) implements Bootstrap {}

  /// The trusted metadata, for callers that cannot go on without.
  ///
  /// @throws IllegalArgumentException with the refusal's message if the anchor was refused
  default TrustedMetadata orElseThrow() {
    return switch (this) {
      case Ready(var trusted) -> trusted;
      case Refused(var refusal) -> throw new IllegalArgumentException(refusal.message());
    };
  }
}
