package dev.sluice.update.plan;

import dev.sluice.tuf.digest.Digest;

/// What the device goes back to if a version is not healthy.
public sealed interface Fallback {
  /// Nothing: there was no file before, or it was overwritten.
  record Nothing() implements Fallback {}

  /// The previous file, which stands beside the installed one.
  ///
  /// @param digest what it must have
  record Previous(Digest digest) implements Fallback {}
}
