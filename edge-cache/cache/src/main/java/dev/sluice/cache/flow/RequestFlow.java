package dev.sluice.cache.flow;

import dev.sluice.cache.fill.FailureCause;
import dev.sluice.cache.fill.FillOutcome;
import dev.sluice.cache.fill.Recall;
import dev.sluice.cache.flow.Opening.CheckPurpose;
import dev.sluice.cache.flow.Opening.FillPurpose;
import dev.sluice.cache.freshness.FreshnessRules;
import dev.sluice.cache.freshness.Held;
import dev.sluice.cache.freshness.ObjectKind;
import dev.sluice.cache.holding.HeldSlice;
import dev.sluice.cache.holding.Holdings;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.request.Selection;
import dev.sluice.cache.slice.Slicing;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/// Finds the object that one request asks for; what follows is a [Reading].
///
/// | state | event | next state |
/// |---|---|---|
/// | new | [FreshnessRules] say serve, content is held | found |
/// | new | serve, an absence is remembered | missing |
/// | new | fetch | filling the first slice of the range |
/// | new | revalidate | filling slice 0 to refresh |
/// | new | revalidate, the reader says no-cache | checking slice 0 |
/// | new | verify | checking the slices of the range |
/// | filling the first slice | filled | found |
/// | filling the first slice | absent | missing |
/// | filling the first slice | past the end | filling slice 0 for the length |
/// | filling the first slice | failed | failed |
/// | filling slice 0 for the length | filled | found |
/// | filling slice 0 for the length | anything else | failed |
/// | filling slice 0 to refresh | filled | found |
/// | filling slice 0 to refresh | anything else, content is held | found, stale |
/// | filling slice 0 to refresh | anything else, nothing is held | missing, or failed |
/// | checking slice 0 | intact | filling slice 0 to refresh, with no-cache |
/// | checking slice 0 | damaged, and dropped | filling slice 0 to refresh, plainly |
/// | checking the range | all intact | found; upstream confirms what the path does not prove |
/// | checking the range | some damaged, and dropped | found; these are filled plainly |
///
/// **A reader that was refused its bytes asks again with `no-cache`.** The fault is looked for at
/// home first. A slice that differs from the checksum that was recorded when it was filled was
/// damaged here: it is fetched again *without* `no-cache`, since the copy of the next tier is not
/// under suspicion. If none differs, the bytes came like that. A small object that matches the
/// digest in its path is right beyond doubt; for any other, upstream is asked *with* `no-cache`, so
/// that the next tier looks at home in turn; the new bytes replace ours if they differ.
///
/// It has no state of its own.
///
/// @param <S> a slice, as the store knows it
public final class RequestFlow<S extends HeldSlice> {
  private final Slicing slicing;
  private final FreshnessRules rules;
  private final Holdings<S> holdings;
  private final Recall recall;

  /// @param holdings what the store holds
  /// @param recall what upstream said lately
  public RequestFlow(Slicing slicing, FreshnessRules rules, Holdings<S> holdings, Recall recall) {
    this.slicing = slicing;
    this.rules = rules;
    this.holdings = holdings;
    this.recall = recall;
  }

  /// Begins a request.
  public Opening<S> open(ObjectRequest request, Instant now) {
    var any = holdings.findAny(request.path());
    return any.isPresent() ? held(request, any.get(), now) : notHeld(request, now);
  }

  /// A slice was filled, or could not be.
  ///
  /// @param started whether the fill was begun for this reader
  public Opening<S> filled(Opening.Filling<S> state, FillOutcome<S> outcome, boolean started) {
    if (outcome instanceof FillOutcome.Filled<S>(var slice)) {
      var fetched = started ? Set.of(state.key().index()) : Set.<Long>of();
      return found(state.request(), slice, fetched, Set.of(), false);
    }
    return switch (state.purpose()) {
      case FIRST -> unfilled(state, outcome);
      case LENGTH ->
          new Opening.Failed<>("the object cannot be measured", FailureCause.UPSTREAM_FAILED);
      case REFRESH ->
          holdings
              .find(state.key())
              .map(slice -> found(state.request(), slice, Set.of(), Set.of(), true))
              .orElseGet(() -> unfilled(state, outcome));
    };
  }

  /// Slices were compared with their checksums.
  ///
  /// @param damaged those that differed, and were dropped
  public Opening<S> checked(Opening.Checking<S> state, Set<SliceKey> damaged) {
    return switch (state.purpose()) {
      case VERIFY -> verified(state, damaged);
      case REFRESH ->
          new Opening.Filling<>(
              state.request(), state.keys().getFirst(), damaged.isEmpty(), FillPurpose.REFRESH);
    };
  }

  private Opening<S> held(ObjectRequest request, S any, Instant now) {
    var path = request.path();
    var bornAt = any.bornAt();
    var askedAt = path.kind() == ObjectKind.MUTABLE ? recall.askedAt(path).orElse(bornAt) : bornAt;
    var content = new Held.Content(bornAt, askedAt);
    return switch (rules.decide(path, content, request.directives(), now)) {
      case SERVE -> found(request, any, Set.of(), Set.of(), false);
      case FETCH -> filling(request, false);
      case REVALIDATE -> refreshing(request, any);
      case VERIFY -> verifying(request, any);
    };
  }

  private Opening<S> notHeld(ObjectRequest request, Instant now) {
    var path = request.path();
    var absentAt = recall.absentAt(path);
    var held = absentAt.<Held>map(Held.Absence::new).orElseGet(Held.Nothing::new);
    return switch (rules.decide(path, held, request.directives(), now)) {
      case SERVE ->
          new Opening.Missing<>(
              "there is no such object", Duration.between(absentAt.orElse(now), now));
      case FETCH -> filling(request, request.directives().noCache() && absentAt.isPresent());
      case REVALIDATE, VERIFY ->
          throw new IllegalStateException("what is not held cannot be checked: " + path);
    };
  }

  /// Learns the object's length with the first slice that the reader wants; no question is asked
  /// for the length alone.
  private Opening<S> filling(ObjectRequest request, boolean noCache) {
    var index = slicing.indexOf(request.range().likelyFirstOffset());
    return new Opening.Filling<>(
        request, new SliceKey(request.path(), index), noCache, FillPurpose.FIRST);
  }

  private Opening<S> refreshing(ObjectRequest request, S any) {
    var key = new SliceKey(request.path(), 0);
    return request.directives().noCache()
        ? new Opening.Checking<>(request, any, List.of(key), CheckPurpose.REFRESH)
        : new Opening.Filling<>(request, key, false, FillPurpose.REFRESH);
  }

  private Opening<S> verifying(ObjectRequest request, S any) {
    var first = 0L;
    var last = slicing.count(any.objectLengthBytes()) - 1;
    if (request.range().select(any.objectLengthBytes()) instanceof Selection.Part(var part)) {
      first = slicing.indexOf(part.start());
      last = slicing.indexOf(part.end() - 1);
    }
    var keys =
        LongStream.rangeClosed(first, last)
            .mapToObj(index -> new SliceKey(request.path(), index))
            .toList();
    return new Opening.Checking<>(request, any, keys, CheckPurpose.VERIFY);
  }

  private Opening<S> verified(Opening.Checking<S> state, Set<SliceKey> damaged) {
    // A mutable object was refreshed a moment ago, else the decision would have been another:
    // nothing to confirm.
    if (!damaged.isEmpty() || state.request().path().kind() == ObjectKind.MUTABLE) {
      return found(state.request(), state.any(), Set.of(), Set.of(), false);
    }
    var doubted = new HashSet<Long>();
    for (var key : state.keys()) {
      if (holdings.find(key).filter(slice -> !slice.isProven()).isPresent()) {
        doubted.add(key.index());
      }
    }
    return found(state.request(), state.any(), Set.of(), doubted, false);
  }

  private Opening<S> unfilled(Opening.Filling<S> state, FillOutcome<S> outcome) {
    return switch (outcome) {
      case FillOutcome.Absent<S>(var reason, var age) -> new Opening.Missing<>(reason, age);
      case FillOutcome.Failed<S>(var reason, var cause) -> new Opening.Failed<>(reason, cause);
      case FillOutcome.PastEnd<S> _ -> measuring(state);
      case FillOutcome.Filled<S> _ ->
          throw new IllegalStateException("a slice that was filled must be read: " + outcome);
    };
  }

  private Opening<S> measuring(Opening.Filling<S> state) {
    if (state.key().index() == 0) {
      throw new IllegalStateException("an object cannot end before it starts: " + state.key());
    }
    var first = new SliceKey(state.key().path(), 0);
    return new Opening.Filling<>(state.request(), first, state.noCache(), FillPurpose.LENGTH);
  }

  private Opening<S> found(
      ObjectRequest request, S any, Set<Long> fetched, Set<Long> doubted, boolean stale) {
    return new Opening.Found<>(
        new Reading<>(holdings, request.range(), any, fetched, doubted, stale));
  }
}
