package dev.sluice.cache.fill;

import dev.sluice.cache.coalescing.CoalescingTable;
import dev.sluice.cache.coalescing.Joining;
import dev.sluice.cache.freshness.ContentKind;
import dev.sluice.cache.freshness.ObjectKind;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.holding.HeldSlice;
import dev.sluice.cache.holding.Holdings;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.slice.ByteRange;
import dev.sluice.cache.slice.Slicing;
import dev.sluice.cache.upstream.FetchRequest;
import dev.sluice.cache.upstream.Fetched;
import dev.sluice.cache.upstream.ObjectFacts;
import dev.sluice.tuf.digest.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All fills of a node: which slice is on its way, who waits for it, and what comes of it.
///
/// | state of the slice | event | then | effects |
/// |---|---|---|---|
/// | idle | wanted, immutable and here by now | idle | wake the one who wants it |
/// | idle | wanted | fetching | fetch |
/// | idle | wanted, no fetch more may leave | queued | |
/// | queued, fetching, keeping | wanted | the same | |
/// | queued | its turn | fetching | fetch |
/// | queued | its turn, nobody waits any more, and it waited too long | idle | note it |
/// | fetching | bytes that are right, or that nothing can be said of | keeping | keep |
/// | fetching | the same bytes as are here | idle | wake all |
/// | fetching | wrong bytes | fetching again | note it, fetch with no-cache |
/// | fetching again | wrong bytes | idle | note it, wake all: failed |
/// | fetching | absent, and an immutable slice is here | idle | drop it, wake all |
/// | fetching | absent, past the end, unavailable | idle | wake all |
/// | keeping | kept | idle | wake all |
/// | queued, fetching, keeping | lost: disk failed, node stops | idle | wake all: failed |
/// | any | a waiter leaves | the same | |
///
/// Whatever ends a fetch lets the next in the queue have its turn. How many may be under way is for
/// [FetchWindow] to say; documents, which are small and for which devices wait first, go before
/// slices of artifacts and patches, and may be under way beside as many of these. An answer for a
/// slice that is not being fetched is a bug of the owner.
///
/// Bytes are wrong if they cannot be what the path says, by [BodyRules]; what these cannot tell of
/// a slice of a larger object is judged by its reader. An immutable slice that is here is fetched
/// only for a reader who doubts it: that upstream has no such object ends it.
///
/// Not safe for use by several threads: one owner calls it, under its lock, and performs the
/// effects outside of it.
///
/// @param <S> a slice, as the store knows it
/// @param <W> who waits
public final class Fills<S extends HeldSlice, W> implements Recall {
  private final Holdings<S> holdings;
  private final Slicing slicing;
  private final int maxFetches;
  private final Duration maxQueued;

  private final UpstreamMemory memory = new UpstreamMemory();
  private final CoalescingTable<SliceKey, W> waiters = new CoalescingTable<>();
  private final Map<SliceKey, FillState> states = new HashMap<>();
  private final ArrayDeque<SliceKey> queue = new ArrayDeque<>();
  private final FetchWindow window;
  private int underWay;
  private long begun;
  private long refused;

  /// @param holdings what the store holds; asked while this is called
  /// @param maxFetches most slices fetched at a time, 1 or more; further ones wait for their turn
  /// @param maxQueued how long a fill waits for its turn when nobody waits for it
  public Fills(Holdings<S> holdings, Slicing slicing, int maxFetches, Duration maxQueued) {
    this.holdings = holdings;
    this.slicing = slicing;
    this.maxFetches = maxFetches;
    this.maxQueued = maxQueued;
    this.window = new FetchWindow(maxFetches);
  }

  /// Somebody wants a slice and waits for it.
  ///
  /// @param noCache whether a cache at upstream has to check its copy; without effect on a fill
  ///     that is under way
  public Wanted<S, W> want(SliceKey key, boolean noCache, W waiter, Instant now) {
    var ready = ready(key, noCache);
    if (ready.isPresent()) {
      return new Wanted<>(
          false, List.of(new FillEffect.Wake<>(waiter, new FillOutcome.Filled<>(ready.get()))));
    }
    return started(waiters.join(key, waiter), key, noCache, now);
  }

  /// A slice will be wanted soon; nobody waits for it yet.
  public Wanted<S, W> wantSoon(SliceKey key, Instant now) {
    return ready(key, false).isPresent()
        ? new Wanted<>(false, List.of())
        : started(waiters.begin(key), key, false, now);
  }

  /// Somebody doubts a slice whose own checksum is right: upstream is asked with `no-cache`, at
  /// most once per slice and minute.
  ///
  /// @return empty when it was asked a moment ago; the waiter then waits for nothing
  public Optional<Wanted<S, W>> confirm(SliceKey key, W waiter, Instant now) {
    return memory.mayConfirm(key, now)
        ? Optional.of(want(key, true, waiter, now))
        : Optional.empty();
  }

  /// A waiter gives up; the fill goes on. Unknown waiters are ignored: the fill may just have
  /// ended.
  public void leave(SliceKey key, W waiter) {
    waiters.leave(key, waiter);
  }

  /// Upstream was asked, with this outcome.
  public List<FillEffect<S, W>> fetched(SliceKey key, JudgedAnswer answer, Instant now) {
    if (!(states.get(key) instanceof FillState.Fetching fetching)) {
      throw new IllegalStateException("an answer must be to a question, not for " + key);
    }
    learn(answer.fetched(), fetching.since(), now);
    return switch (answer.fetched()) {
      case Fetched.Found(var facts) ->
          answer.objection().isPresent()
              ? wrong(key, fetching, answer.objection().get(), now)
              : right(key, facts, answer.checksum(), now);
      case Fetched.PastEnd _ -> answered(key, new FillOutcome.PastEnd<>(), now);
      case Fetched.Absent(var reason, var age) ->
          absent(key, new FillOutcome.Absent<>(reason, age), now);
      case Fetched.Changed(var reason) ->
          answered(key, new FillOutcome.Failed<>(reason, FailureCause.UPSTREAM_FAILED), now);
      case Fetched.Unavailable(var reason, var timedOut) ->
          answered(
              key,
              new FillOutcome.Failed<>(
                  reason, timedOut ? FailureCause.UPSTREAM_SLOW : FailureCause.UPSTREAM_FAILED),
              now);
    };
  }

  /// A slice is in the store.
  public List<FillEffect<S, W>> kept(SliceKey key, S slice, Instant now) {
    if (!(states.get(key) instanceof FillState.Keeping)) {
      throw new IllegalStateException("a slice must be right before it is kept, not " + key);
    }
    return answered(key, new FillOutcome.Filled<>(slice), now);
  }

  /// The node itself could not go on with a fill. Unknown ones are ignored: it may have ended
  /// before.
  ///
  /// @param reason what all who wait are told
  public List<FillEffect<S, W>> lost(SliceKey key, String reason, Instant now) {
    return states.containsKey(key)
        ? ended(key, new FillOutcome.Failed<>(reason, FailureCause.NODE_FAILED), now)
        : List.of();
  }

  @Override
  public Optional<Instant> askedAt(ObjectPath path) {
    return memory.askedAt(path);
  }

  @Override
  public Optional<Instant> absentAt(ObjectPath path) {
    return memory.absentAt(path);
  }

  /// How many slices upstream is asked for at the moment.
  public int underWay() {
    return underWay;
  }

  /// How many wait for their turn.
  public int queued() {
    return queue.size();
  }

  /// How many slices upstream was asked for since the start.
  public long begun() {
    return begun;
  }

  /// How often upstream sent bytes that cannot be what the path says, since the start.
  public long refused() {
    return refused;
  }

  /// An immutable slice that has come since the caller found it missing: another fill may have
  /// ended just before this one would begin. A fill ends only after its slice can be found.
  private Optional<S> ready(SliceKey key, boolean noCache) {
    return noCache || key.path().kind() == ObjectKind.MUTABLE || waiters.isUnderWay(key)
        ? Optional.empty()
        : holdings.find(key);
  }

  private Wanted<S, W> started(Joining joining, SliceKey key, boolean noCache, Instant now) {
    return switch (joining) {
      case STARTS -> new Wanted<>(true, begin(key, noCache, now));
      case WAITS -> new Wanted<>(false, List.of());
    };
  }

  private List<FillEffect<S, W>> begin(SliceKey key, boolean noCache, Instant now) {
    if (mayLeave(key)) {
      return List.of(leaveForUpstream(key, noCache, now));
    }
    states.put(key, new FillState.Queued(noCache, now));
    if (isDocument(key)) {
      queue.addFirst(key);
    } else {
      queue.addLast(key);
    }
    return List.of();
  }

  private boolean mayLeave(SliceKey key) {
    return underWay < (isDocument(key) ? maxFetches : window.size());
  }

  private static boolean isDocument(SliceKey key) {
    return key.path().content() == ContentKind.METADATA;
  }

  /// A small object tells little of the link.
  private void learn(Fetched fetched, Instant since, Instant now) {
    if (fetched instanceof Fetched.Unavailable(_, var timedOut) && timedOut) {
      window.late(since, now);
    } else if (fetched instanceof Fetched.Found(var facts)
        && facts.bodyLengthBytes() > slicing.sliceLengthBytes() / 2) {
      window.came(since, underWay >= window.size(), now);
    }
  }

  private FillEffect<S, W> leaveForUpstream(SliceKey key, boolean noCache, Instant now) {
    underWay++;
    begun++;
    return fetch(key, noCache, new FillState.Fetching(false, now));
  }

  private FillEffect<S, W> fetch(SliceKey key, boolean noCache, FillState.Fetching state) {
    states.put(key, state);
    return new FillEffect.Fetch<>(key, new FetchRequest(key.path(), rangeOf(key), noCache));
  }

  private List<FillEffect<S, W>> right(
      SliceKey key, ObjectFacts facts, Digest checksum, Instant now) {
    if (key.path().kind() != ObjectKind.MUTABLE) {
      var held =
          holdings
              .find(key)
              .filter(s -> s.objectLengthBytes() == facts.objectLengthBytes())
              .filter(s -> s.checksum().equals(checksum));
      if (held.isPresent()) {
        return answered(key, new FillOutcome.Filled<>(held.get()), now);
      }
    }
    states.put(key, new FillState.Keeping());
    return List.of(new FillEffect.Keep<>(key, facts, checksum, now.minus(facts.age())));
  }

  private List<FillEffect<S, W>> wrong(
      SliceKey key, FillState.Fetching fetching, String objection, Instant now) {
    refused++;
    var effects = new ArrayList<FillEffect<S, W>>();
    effects.add(new FillEffect.NoteWrongBytes<>(key, objection));
    if (fetching.again()) {
      effects.addAll(
          answered(key, new FillOutcome.Failed<>(objection, FailureCause.UPSTREAM_FAILED), now));
    } else {
      effects.add(fetch(key, true, new FillState.Fetching(true, fetching.since())));
    }
    return effects;
  }

  private List<FillEffect<S, W>> absent(SliceKey key, FillOutcome<S> outcome, Instant now) {
    var effects = new ArrayList<FillEffect<S, W>>();
    if (key.path().kind() != ObjectKind.MUTABLE) {
      holdings.find(key).map(FillEffect.Drop<S, W>::new).ifPresent(effects::add);
    }
    effects.addAll(answered(key, outcome, now));
    return effects;
  }

  /// The length of the object is used if it is known, so that upstream is asked for what there is.
  private ByteRange rangeOf(SliceKey key) {
    var nominal = slicing.nominal(key.index());
    if (key.path().kind() == ObjectKind.MUTABLE) {
      return nominal;
    }
    return holdings
        .findAny(key.path())
        .map(HeldSlice::objectLengthBytes)
        .filter(length -> length > nominal.start())
        .map(length -> slicing.slice(key.index(), length).range())
        .orElse(nominal);
  }

  private List<FillEffect<S, W>> answered(SliceKey key, FillOutcome<S> outcome, Instant now) {
    memory.asked(key.path(), outcome, now);
    return ended(key, outcome, now);
  }

  private List<FillEffect<S, W>> ended(SliceKey key, FillOutcome<S> outcome, Instant now) {
    if (states.remove(key) instanceof FillState.Queued) {
      queue.remove(key);
    } else {
      underWay--;
    }
    var effects = new ArrayList<FillEffect<S, W>>();
    for (var waiter : waiters.finish(key)) {
      effects.add(new FillEffect.Wake<>(waiter, outcome));
    }
    giveTurns(effects, now);
    return effects;
  }

  /// Ends: each round takes one out of the queue.
  private void giveTurns(List<FillEffect<S, W>> effects, Instant now) {
    while (!queue.isEmpty() && mayLeave(queue.getFirst())) {
      var key = queue.removeFirst();
      if (!(states.get(key) instanceof FillState.Queued(var noCache, var since))) {
        throw new IllegalStateException("what waits for its turn must be queued, not " + key);
      }
      if (!waiters.isAwaited(key) && now.isAfter(since.plus(maxQueued))) {
        states.remove(key);
        var _ = waiters.finish(key);
        effects.add(new FillEffect.NoteGivenUp<>(key));
      } else {
        effects.add(leaveForUpstream(key, noCache, now));
      }
    }
  }
}
