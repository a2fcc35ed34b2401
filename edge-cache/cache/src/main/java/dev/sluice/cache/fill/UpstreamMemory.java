package dev.sluice.cache.fill;

import dev.sluice.cache.freshness.ObjectKind;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.holding.SliceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What upstream was asked lately, and where it had nothing. In memory only: after a restart it is
/// asked again.
///
/// Every part is bounded; the oldest entry makes room. Not safe for use by several threads: it
/// belongs to [Fills].
final class UpstreamMemory {
  /// A slice whose own checksum is right is compared with upstream's at most this often.
  static final Duration CONFIRMATION_INTERVAL = Duration.ofMinutes(1);

  private static final int MAX_ENTRIES = 16_384;

  private final Map<ObjectPath, Instant> absences = bounded();
  private final Map<ObjectPath, Instant> questions = bounded();
  private final Map<SliceKey, Instant> confirmations = bounded();

  /// Upstream was asked for an object, with this outcome.
  void asked(ObjectPath path, FillOutcome<?> outcome, Instant now) {
    if (path.kind() == ObjectKind.MUTABLE) {
      questions.put(path, now);
    }
    if (path.kind() == ObjectKind.ROOT_VERSION) {
      switch (outcome) {
        case FillOutcome.Absent<?> absent -> absences.put(path, now.minus(absent.age()));
        case FillOutcome.Filled<?> _, FillOutcome.PastEnd<?> _ -> absences.remove(path);
        case FillOutcome.Failed<?> _ -> {}
      }
    }
  }

  /// When upstream was last asked for a mutable object.
  Optional<Instant> askedAt(ObjectPath path) {
    return Optional.ofNullable(questions.get(path));
  }

  /// When the origin said that it had no such version of the root role.
  Optional<Instant> absentAt(ObjectPath path) {
    return Optional.ofNullable(absences.get(path));
  }

  /// Whether upstream may be asked to confirm a slice now; the caller then has to ask, since the
  /// answer is yes only once per interval.
  boolean mayConfirm(SliceKey key, Instant now) {
    var last = confirmations.get(key);
    if (last != null && !now.isBefore(last) && now.isBefore(last.plus(CONFIRMATION_INTERVAL))) {
      return false;
    }
    confirmations.put(key, now);
    return true;
  }

  private static <K> Map<K, Instant> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, Instant> eldest) {
        return size() > MAX_ENTRIES;
      }
    };
  }
}
