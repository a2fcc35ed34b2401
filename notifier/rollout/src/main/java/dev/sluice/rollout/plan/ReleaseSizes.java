package dev.sluice.rollout.plan;

import dev.sluice.tuf.digest.Digest;
import java.util.HashMap;
import java.util.Map;

/// What devices download of a release.
///
/// @param fullBytes of a device that has nothing to start from: the artifact, or its compressed
///     form
/// @param patchBytes by the artifact that a device runs; a device that runs another takes it in
///     full
public record ReleaseSizes(long fullBytes, Map<Digest, Long> patchBytes) {
  /// Copies the patches and checks the lengths.
  public ReleaseSizes {
    patchBytes = Map.copyOf(new HashMap<>(patchBytes));
    if (fullBytes < 0 || patchBytes.values().stream().anyMatch(bytes -> bytes < 0)) {
      throw new IllegalArgumentException(
          "lengths must not be negative, got " + fullBytes + ", " + patchBytes);
    }
  }
}
