package dev.sluice.edge.content;

import java.time.Duration;

/// What a reader finds at a path.
public sealed interface Opened {
  /// An object; its bytes follow slice by slice.
  record Present(OpenObject object) implements Opened {}

  /// Upstream has nothing there.
  ///
  /// @param age how long ago the origin said so
  record Missing(String reason, Duration age) implements Opened {}

  /// Nothing is held, and upstream did not deliver.
  ///
  /// @param timedOut whether it was slow rather than broken
  record Failed(String reason, boolean timedOut) implements Opened {}
}
