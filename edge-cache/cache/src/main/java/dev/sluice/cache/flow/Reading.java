package dev.sluice.cache.flow;

import dev.sluice.cache.fill.FailureCause;
import dev.sluice.cache.fill.FillOutcome;
import dev.sluice.cache.freshness.ObjectKind;
import dev.sluice.cache.holding.HeldSlice;
import dev.sluice.cache.holding.Holdings;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.request.RangeHeader;
import dev.sluice.cache.request.Selection;
import java.util.HashSet;
import java.util.Set;

/// An object as one reader reads it, slice by slice.
///
/// | step | event | next step |
/// |---|---|---|
/// | wanted | doubted | confirm |
/// | wanted, confirmed | it is here | open |
/// | wanted, confirmed | it is not | fill |
/// | fill | filled | open |
/// | fill | filled, and evicted by now | fill, a few times |
/// | fill | upstream has no such object | gone |
/// | fill | anything else | failed |
/// | open | cannot be read, and was dropped | open or fill, a few times |
/// | any | it belongs to another edition of the object | failed |
///
/// A mutable object is described by the slice that was read last: read it before you describe it.
///
/// A slice that is held takes one step, and one look into the store. One reader's; not safe for use
/// by several threads.
///
/// @param <S> a slice, as the store knows it
public final class Reading<S extends HeldSlice> {
  /// A slice can be evicted between its arrival and its opening; a cache so small that this goes on
  /// has to fail.
  private static final int MAX_LOOKUPS = 3;

  private final Holdings<S> holdings;
  private final RangeHeader range;
  private final Set<Long> doubted;
  private final boolean stale;
  private Set<Long> fetched;
  private S any;

  /// @param any some slice of the object
  /// @param fetched slices that were fetched for this reader
  /// @param doubted slices that upstream should confirm before they are served
  /// @param stale whether upstream should have been asked first and could not be
  Reading(
      Holdings<S> holdings,
      RangeHeader range,
      S any,
      Set<Long> fetched,
      Set<Long> doubted,
      boolean stale) {
    this.holdings = holdings;
    this.range = range;
    this.any = any;
    this.fetched = changeable(fetched);
    this.doubted = changeable(doubted);
    this.stale = stale;
  }

  /// Some slice of the object: it describes the whole.
  public S any() {
    return any;
  }

  /// What the reader's range selects.
  public Selection selection() {
    return range.select(any.objectLengthBytes());
  }

  /// Whether upstream should have been asked first and could not be.
  public boolean isStale() {
    return stale;
  }

  /// Whether upstream was not asked for this reader so far.
  public boolean isHit() {
    return fetched.isEmpty() && !stale;
  }

  /// The reader wants a slice.
  public SliceStep<S> slice(long index) {
    var key = new SliceKey(any.key().path(), index);
    return !doubted.isEmpty() && doubted.remove(index)
        ? new SliceStep.Confirm<>(key)
        : look(key, 1);
  }

  /// Upstream was asked to confirm the slice, with whatever outcome, or was not.
  ///
  /// @param started whether the fill was begun for this reader
  public SliceStep<S> confirmed(SliceStep.Confirm<S> step, boolean started) {
    note(step.key(), started);
    return look(step.key(), 1);
  }

  /// The slice was filled, or could not be.
  ///
  /// @param started whether the fill was begun for this reader
  public SliceStep<S> filled(SliceStep.Fill<S> step, FillOutcome<S> outcome, boolean started) {
    note(step.key(), started);
    return switch (outcome) {
      case FillOutcome.Filled<S> _ ->
          holdings
              .find(step.key())
              .map(slice -> open(slice, step.lookup()))
              .orElseGet(() -> again(step.key(), step.lookup()));
      case FillOutcome.Failed<S>(var reason, var cause) -> new SliceStep.Failed<>(reason, cause);
      case FillOutcome.Absent<S>(var reason, var age) -> new SliceStep.Gone<>(reason, age);
      case FillOutcome.PastEnd<S> _ ->
          new SliceStep.Failed<>("the object has become shorter", FailureCause.UPSTREAM_FAILED);
    };
  }

  /// The slice could not be read, and was dropped unless it had been replaced.
  public SliceStep<S> unreadable(SliceStep.Open<S> step) {
    return again(step.slice().key(), step.lookup());
  }

  /// Whether a slice is not here, so that it is worth having it fetched ahead.
  public boolean lacks(long index) {
    return holdings.find(new SliceKey(any.key().path(), index)).isEmpty();
  }

  /// A fill was begun for this reader, who does not wait for it yet.
  public void begunAhead(long index) {
    if (fetched.isEmpty()) {
      fetched = new HashSet<>();
    }
    fetched.add(index);
  }

  /// An empty set stays as it is: most readers find everything here, and need no other.
  private static Set<Long> changeable(Set<Long> indexes) {
    return indexes.isEmpty() ? Set.of() : new HashSet<>(indexes);
  }

  private void note(SliceKey key, boolean started) {
    if (started) {
      begunAhead(key.index());
    }
  }

  private SliceStep<S> again(SliceKey key, int lookup) {
    return lookup < MAX_LOOKUPS
        ? look(key, lookup + 1)
        : new SliceStep.Failed<>(
            "the store is too small to hold a slice while it is read", FailureCause.NODE_FAILED);
  }

  private SliceStep<S> look(SliceKey key, int lookup) {
    var held = holdings.find(key);
    return held.isPresent() ? open(held.get(), lookup) : new SliceStep.Fill<>(key, lookup);
  }

  private SliceStep<S> open(S slice, int lookup) {
    if (slice.key().path().kind() == ObjectKind.MUTABLE) {
      any = slice;
    } else if (slice.objectLengthBytes() != any.objectLengthBytes()) {
      return new SliceStep.Failed<>(
          "the object has changed under its path", FailureCause.UPSTREAM_FAILED);
    }
    return new SliceStep.Open<>(slice, !fetched.contains(slice.key().index()), lookup);
  }
}
