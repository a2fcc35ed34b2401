package dev.sluice.update.turn;

import java.time.Instant;

/// How well the device knows what its fleet shall run. Not kept across a restart, which looks anew.
///
/// @param isComplete whether the last look went through to the rings document
/// @param refreshedAt when metadata was last refreshed completely
/// @param timestampVersion version of the timestamp under which the rings document was last read
/// @param ring name of the device's ring in it; empty if unknown or none
/// @param sequence of the rings document that was read last; 0 before the first
/// @param expectedVersion highest timestamp version that an announcement spoke of
/// @param forcedRefreshes how often the device has looked for it
public record Sync(
    boolean isComplete,
    Instant refreshedAt,
    long timestampVersion,
    String ring,
    long sequence,
    long expectedVersion,
    int forcedRefreshes) {
  /// Of a device that has not looked yet.
  public static final Sync NEVER = new Sync(false, Instant.MIN, 0, "", 0, 0, 0);

  /// Whether metadata was refreshed since the start.
  public boolean hasLooked() {
    return !refreshedAt.equals(NEVER.refreshedAt());
  }

  /// Whether an announcement spoke of something later.
  public boolean isBehind() {
    return timestampVersion < expectedVersion;
  }

  /// Another look begins.
  public Sync begun() {
    return new Sync(
        false, refreshedAt, timestampVersion, ring, sequence, expectedVersion, forcedRefreshes);
  }

  /// Metadata is fresh.
  public Sync refreshed(Instant now) {
    return new Sync(
        isComplete, now, timestampVersion, ring, sequence, expectedVersion, forcedRefreshes);
  }

  /// The rings document was read under the timestamp of this version.
  public Sync read(long version, String newRing, long newSequence) {
    int refreshes = version < expectedVersion ? forcedRefreshes : 0;
    return new Sync(true, refreshedAt, version, newRing, newSequence, expectedVersion, refreshes);
  }

  /// An announcement spoke of this version; a higher one starts the count of attempts anew.
  public Sync expecting(long version) {
    return version > expectedVersion
        ? new Sync(isComplete, refreshedAt, timestampVersion, ring, sequence, version, 0)
        : this;
  }

  /// The device looks once more for what was announced.
  public Sync forcedOnce() {
    return new Sync(
        isComplete,
        refreshedAt,
        timestampVersion,
        ring,
        sequence,
        expectedVersion,
        forcedRefreshes + 1);
  }

  /// Believes the announcement no longer: it carried no authority.
  public Sync gaveUp() {
    return new Sync(isComplete, refreshedAt, timestampVersion, ring, sequence, timestampVersion, 0);
  }
}
