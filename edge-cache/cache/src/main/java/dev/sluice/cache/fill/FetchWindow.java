package dev.sluice.cache.fill;

import java.time.Duration;
import java.time.Instant;

/// How many slices may be asked for at a time: as many as the link carries, so that each comes
/// soon. Sixty-four at once over a slow link come all together after an hour, of which every reader
/// is gone; two at a time come one after the other.
///
/// | a slice took | then |
/// |---|---|
/// | at most [#SOON], while as many as may be were under way | one more, up to the most |
/// | longer than [#LATE], or was given up as too slow | half as many, [#FEWEST] at least |
///
/// It is halved at most once in the time that a slice takes: those under way began before. Additive
/// growth and halving are TCP's (Chiu and Jain, 1989). Not safe for use by several threads: it
/// belongs to [Fills].
final class FetchWindow {
  /// Nobody minds this wait.
  static final Duration SOON = Duration.ofSeconds(5);

  /// A client that waits for so long may soon be gone.
  static final Duration LATE = Duration.ofSeconds(20);

  /// One that hangs must not stop the others.
  static final int FEWEST = 2;

  /// Before anything is known of the link.
  private static final int FIRST = 4;

  private final int most;
  private int size;
  private Instant halvedAt = Instant.MIN;

  /// @param most never more than so many, 1 or more
  FetchWindow(int most) {
    this.most = most;
    this.size = Math.min(FIRST, most);
  }

  /// How many may be under way.
  int size() {
    return size;
  }

  /// A slice has come.
  ///
  /// @param isFull whether as many as may be were under way
  void came(Instant since, boolean isFull, Instant now) {
    var took = Duration.between(since, now);
    if (took.compareTo(LATE) > 0) {
      late(since, now);
    } else if (took.compareTo(SOON) <= 0 && isFull && size < most) {
      size++;
    }
  }

  /// A slice took too long, or was given up as too slow.
  void late(Instant since, Instant now) {
    if (since.isAfter(halvedAt)) {
      size = Math.min(most, Math.max(FEWEST, size / 2));
      halvedAt = now;
    }
  }
}
