package dev.sluice.update.memory;

import dev.sluice.events.rings.RolloutId;
import dev.sluice.tuf.digest.Digest;
import java.util.ArrayList;
import java.util.List;

/// How often the device failed lately, by rollout and release.
///
/// A count holds for its attempt at its rollout only: with a later attempt, and with another
/// rollout that brings the same release again, such as a second rollback to it, the device begins
/// afresh. Several are kept, so that a device that has given up both the next and the current
/// release of its ring stays as it is.
///
/// @param entries the latest last, at most [#MAX_ENTRIES]; each rollout and manifest once
public record Failures(List<Entry> entries) {
  /// Most entries. Our choice: a ring names two releases at a time, and with the oldest entry only
  /// an attempt at a rollout that is long over would be forgotten.
  public static final int MAX_ENTRIES = 8;

  /// Attempts at one release before it is left alone. Our choice.
  public static final int MAX_COUNT = 5;

  /// None lately.
  public static final Failures NONE = new Failures(List.of());

  /// Checks the bounds and copies the list.
  public Failures {
    entries = List.copyOf(entries);
    if (!isList(entries)) {
      throw new IllegalArgumentException(
          "expected at most %d failures, each rollout and manifest once, got %s"
              .formatted(MAX_ENTRIES, entries));
    }
  }

  /// How the device failed at one release.
  ///
  /// @param rollout the rollout that brought it
  /// @param attempt the latest attempt at it
  /// @param manifest digest of the release's manifest
  /// @param count how often, 1 or more; a release that was refused counts as failed for good
  public record Entry(RolloutId rollout, int attempt, Digest manifest, int count) {
    /// Checks the count.
    public Entry {
      if (count < 1) {
        throw new IllegalArgumentException("a failure count must be 1 or more, got " + count);
      }
      if (!RolloutId.isAttempt(attempt)) {
        throw new IllegalArgumentException("attempt out of range: " + attempt);
      }
    }

    private boolean isOf(RolloutId otherRollout, Digest otherManifest) {
      return rollout.equals(otherRollout) && manifest.equals(otherManifest);
    }
  }

  /// Whether the entries are within the bounds.
  public static boolean isList(List<Entry> entries) {
    return entries.size() <= MAX_ENTRIES
        && entries.stream()
                .map(entry -> new Entry(entry.rollout, RolloutId.FIRST_ATTEMPT, entry.manifest, 1))
                .distinct()
                .count()
            == entries.size();
  }

  /// How often the device failed at the release with this manifest in this attempt, or a later one.
  public int countOf(RolloutId rollout, int attempt, Digest manifest) {
    return entries.stream()
        .filter(entry -> entry.isOf(rollout, manifest) && entry.attempt() >= attempt)
        .mapToInt(Entry::count)
        .findFirst()
        .orElse(0);
  }

  /// Whether the device has given the release up in this attempt.
  public boolean isGivenUp(RolloutId rollout, int attempt, Digest manifest) {
    return countOf(rollout, attempt, manifest) >= MAX_COUNT;
  }

  /// With this entry in the place of an earlier one; of too many the oldest goes.
  public Failures with(Entry entry) {
    List<Entry> next = new ArrayList<>(entries);
    next.removeIf(other -> other.isOf(entry.rollout, entry.manifest));
    next.add(entry);
    return new Failures(next.subList(Math.max(0, next.size() - MAX_ENTRIES), next.size()));
  }

  /// Without what speaks of this release, which runs now.
  public Failures without(Digest manifest) {
    return new Failures(
        entries.stream().filter(entry -> !entry.manifest.equals(manifest)).toList());
  }
}
