package dev.sluice.edge.content;

import dev.sluice.cache.fill.FailureCause;
import java.time.Duration;

/// What a reader finds at a path.
public sealed interface Opened {
  /// An object; its bytes follow slice by slice.
  record Present(OpenObject object) implements Opened {}

  /// Upstream has nothing there.
  ///
  /// @param age how long ago the origin said so
  record Missing(String reason, Duration age) implements Opened {}

  /// Nothing is held, and the bytes cannot be had.
  record Failed(String reason, FailureCause cause) implements Opened {}
}
