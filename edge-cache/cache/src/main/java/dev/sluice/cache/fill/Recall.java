package dev.sluice.cache.fill;

import dev.sluice.cache.freshness.ObjectPath;
import java.time.Instant;
import java.util.Optional;

/// What upstream said lately, for those who only look.
public interface Recall {
  /// When upstream was last asked for a mutable object.
  Optional<Instant> askedAt(ObjectPath path);

  /// When the origin said that it had no such version of the root role.
  Optional<Instant> absentAt(ObjectPath path);
}
