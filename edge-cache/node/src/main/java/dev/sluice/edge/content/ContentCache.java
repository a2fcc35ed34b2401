package dev.sluice.edge.content;

import dev.sluice.cache.freshness.FreshnessRules;
import dev.sluice.cache.freshness.Held;
import dev.sluice.cache.freshness.ObjectKind;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.request.RangeHeader;
import dev.sluice.cache.request.RequestDirectives;
import dev.sluice.cache.request.Selection;
import dev.sluice.cache.slice.Slicing;
import dev.sluice.edge.store.SliceKey;
import dev.sluice.edge.store.SliceStore;
import dev.sluice.edge.store.StoredSlice;
import dev.sluice.edge.traffic.Limit;
import dev.sluice.edge.traffic.LimitHits;
import dev.sluice.edge.upstream.Upstream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A transparent cache over an [Upstream]: the bytes that leave upstream for many readers are those
/// for one.
///
/// What is held is served as [FreshnessRules] say. What is not is fetched by slices, each once,
/// however many readers ask at the same time. When upstream is away, what is held is served even if
/// it is stale; only the absence of a root version never is.
///
/// **A reader that was refused its bytes asks again with `no-cache`.** The node looks for the fault
/// at home first:
///
/// 1. Each slice of the range that is held is compared with the checksum that was recorded when it
/// was filled. 2. A slice that differs was damaged here. It is dropped and fetched again, *without*
/// `no-cache`: the copy of the next tier is not under suspicion, and answers from its cache. The
/// slices that are right are then left alone. 3. If none differs, the bytes came like that. A small
/// object that matches the digest in its path is right beyond doubt and served. For any other,
/// upstream is asked *with* `no-cache`, so that the next tier looks at home in turn; at most once
/// per slice and minute, and the new bytes replace ours if they differ.
///
/// Safe for use by all threads; calls block.
public final class ContentCache implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ContentCache.class);
  private static final SliceKey TIMESTAMP = new SliceKey(ObjectPath.TIMESTAMP, 0);

  private final SliceStore store;
  private final Slicing slicing;
  private final FreshnessRules rules;
  private final InstantSource clock;
  private final UpstreamMemory memory = new UpstreamMemory();
  private final LimitHits limitHits = new LimitHits();
  private final SliceFiller filler;
  private final Coalescer<SliceKey, FillOutcome> fills;

  /// @param store closed by its owner, after this cache
  /// @param upstream closed by its owner, after this cache
  public ContentCache(
      SliceStore store,
      Upstream upstream,
      Slicing slicing,
      FreshnessRules rules,
      CacheLimits limits,
      InstantSource clock) {
    this.store = store;
    this.slicing = slicing;
    this.rules = rules;
    this.clock = clock;
    this.filler =
        new SliceFiller(
            store,
            upstream,
            slicing,
            memory,
            clock,
            limits.maxFills(),
            limits.readerWait(),
            limitHits);
    this.fills =
        new Coalescer<>(
            limits.readerWait(),
            key -> {
              limitHits.hit(Limit.READER_WAIT);
              return new FillOutcome.Unavailable(
                  "slice %d of %s did not arrive within %s"
                      .formatted(key.index(), key.path().value(), limits.readerWait()),
                  true);
            });
  }

  /// How many slices upstream was asked for since the start.
  public long fills() {
    return filler.fills();
  }

  /// How many slices upstream is asked for at the moment.
  public int fillsUnderWay() {
    return filler.underWay();
  }

  /// How often its limits were hit.
  public LimitHits limitHits() {
    return limitHits;
  }

  /// Finds an object for one reader.
  ///
  /// @param range what of it the reader wants
  /// @param directives what the reader says about caches
  public Opened open(ObjectPath path, RangeHeader range, RequestDirectives directives) {
    var now = clock.instant();
    var held = held(path);
    return switch (rules.decide(path, held, directives, now)) {
      case SERVE ->
          held instanceof Held.Absence(Instant askedAt)
              ? new Opened.Missing("there is no such object", Duration.between(askedAt, now))
              : serve(path, range);
      case FETCH -> fetch(path, range, directives.noCache() && held instanceof Held.Absence);
      case REVALIDATE -> revalidate(path, range, directives.noCache());
      case VERIFY -> verify(path, range);
    };
  }

  /// Asks upstream for `metadata/timestamp.json` now, however fresh the copy is. A question that
  /// was under way already does not count: it may be older than the reason for this one.
  ///
  /// @param noCache whether a cache at upstream has to do the same
  /// @return its bytes; empty when upstream did not deliver, and the copy stays
  public Optional<byte[]> refreshTimestamp(boolean noCache) {
    var obtained = obtain(TIMESTAMP, noCache);
    var outcome = obtained.started() ? obtained.outcome() : obtain(TIMESTAMP, noCache).outcome();
    return outcome instanceof FillOutcome.Filled(var slice) ? read(slice) : Optional.empty();
  }

  /// The copy of `metadata/timestamp.json` that is held, fresh or not.
  public Optional<byte[]> heldTimestamp() {
    return store.find(TIMESTAMP).flatMap(ContentCache::read);
  }

  /// Age up to which a mutable object is served unasked.
  public Duration mutableMaxAge() {
    return rules.mutableMaxAge();
  }

  /// How slices are cut.
  public Slicing slicing() {
    return slicing;
  }

  @Override
  public void close() {
    fills.close();
  }

  Coalescer.Obtained<FillOutcome> obtain(SliceKey key, boolean noCache) {
    return fills.obtain(key, () -> ready(key, noCache), () -> filler.fill(key, noCache));
  }

  boolean start(SliceKey key) {
    return fills.start(key, () -> ready(key, false), () -> filler.fill(key, false));
  }

  /// An immutable slice that has come since the caller found it missing: another fill may have
  /// ended just before this one would begin.
  private Optional<FillOutcome> ready(SliceKey key, boolean noCache) {
    return noCache || key.path().kind() == ObjectKind.MUTABLE
        ? Optional.empty()
        : store.find(key).map(FillOutcome.Filled::new);
  }

  SliceStore store() {
    return store;
  }

  /// Asks upstream to confirm a slice whose own checksum is right, unless that was done a moment
  /// ago.
  ///
  /// @return whether the bytes were fetched for this caller
  boolean confirm(SliceKey key) {
    if (!memory.mayConfirm(key, clock.instant())) {
      return false;
    }
    var obtained = obtain(key, true);
    if (!(obtained.outcome() instanceof FillOutcome.Filled)) {
      LOG.atWarn()
          .addKeyValue("path", key.path().value())
          .addKeyValue("slice", key.index())
          .addKeyValue("outcome", obtained.outcome())
          .log("upstream could not confirm a doubted slice");
    }
    return obtained.started();
  }

  private Held held(ObjectPath path) {
    var slice = store.findAny(path);
    if (slice.isPresent()) {
      var bornAt = slice.get().bornAt();
      return new Held.Content(bornAt, memory.askedAt(path).orElse(bornAt));
    }
    return memory.absentAt(path).<Held>map(Held.Absence::new).orElseGet(Held.Nothing::new);
  }

  private Opened serve(ObjectPath path, RangeHeader range) {
    return store
        .findAny(path)
        .<Opened>map(s -> readable(s, range, Set.of(), Set.of(), false))
        .orElseGet(() -> fetch(path, range, false)); // evicted a moment ago
  }

  /// Learns the object's length with the first slice that the reader wants; no question is asked
  /// for the length alone.
  private Opened fetch(ObjectPath path, RangeHeader range, boolean noCache) {
    var key = new SliceKey(path, slicing.indexOf(range.likelyFirstOffset()));
    var obtained = obtain(key, noCache);
    return switch (obtained.outcome()) {
      case FillOutcome.Filled(var slice) ->
          readable(
              slice, range, obtained.started() ? Set.of(key.index()) : Set.of(), Set.of(), false);
      case FillOutcome.Absent(var reason, var age) -> new Opened.Missing(reason, age);
      case FillOutcome.Unavailable(var reason, var timedOut) -> new Opened.Failed(reason, timedOut);
      // The range starts past the end; the first slice tells where that is.
      case FillOutcome.PastEnd() ->
          fetch(path, RangeHeader.absent(), noCache) instanceof Opened.Present(var object)
              ? new Opened.Present(object.with(range))
              : new Opened.Failed("the object cannot be measured", false);
    };
  }

  private Opened revalidate(ObjectPath path, RangeHeader range, boolean noCache) {
    var key = new SliceKey(path, 0);
    var damaged = noCache && dropIfDamaged(key);
    var obtained = obtain(key, noCache && !damaged);
    if (obtained.outcome() instanceof FillOutcome.Filled(var slice)) {
      return readable(slice, range, obtained.started() ? Set.of(0L) : Set.of(), Set.of(), false);
    }
    LOG.atWarn()
        .addKeyValue("path", path.value())
        .addKeyValue("outcome", obtained.outcome())
        .log("upstream could not refresh an object");
    return store
        .find(key)
        .<Opened>map(s -> readable(s, range, Set.of(), Set.of(), true))
        .orElseGet(() -> unfilled(obtained.outcome()));
  }

  private Opened verify(ObjectPath path, RangeHeader range) {
    var any = store.findAny(path);
    if (any.isEmpty()) {
      return fetch(path, range, false);
    }
    var doubted = new HashSet<Long>();
    var damaged = 0;
    for (var index : indexes(any.get().objectLengthBytes(), range)) {
      var key = new SliceKey(path, index);
      if (dropIfDamaged(key)) {
        damaged++;
      } else {
        store.find(key).filter(s -> !isProven(s)).ifPresent(_ -> doubted.add(index));
      }
    }
    // A mutable object was refreshed a moment ago, else the decision would have been another:
    // nothing to confirm.
    var isSettled = damaged > 0 || path.kind() == ObjectKind.MUTABLE;
    return readable(any.get(), range, Set.of(), isSettled ? Set.of() : doubted, false);
  }

  private List<Long> indexes(long objectLengthBytes, RangeHeader range) {
    var first = 0L;
    var last = slicing.count(objectLengthBytes) - 1;
    if (range.select(objectLengthBytes) instanceof Selection.Part(var part)) {
      first = slicing.indexOf(part.start());
      last = slicing.indexOf(part.end() - 1);
    }
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  /// @return whether the slice was here and bad
  private boolean dropIfDamaged(SliceKey key) {
    var slice = store.find(key);
    if (slice.isEmpty() || isIntact(slice.get())) {
      return false;
    }
    if (store.drop(slice.get())) {
      LOG.atWarn()
          .addKeyValue("path", key.path().value())
          .addKeyValue("slice", key.index())
          .log("dropped a slice that was damaged on disk");
    }
    return true;
  }

  /// Whether the slice is a whole object with the digest that its path names.
  private static boolean isProven(StoredSlice slice) {
    return slice.lengthBytes() == slice.objectLengthBytes()
        && slice.key().path().digest().filter(slice.checksum()::equals).isPresent();
  }

  private static boolean isIntact(StoredSlice slice) {
    try {
      return slice.isIntact();
    } catch (IOException _) {
      return false; // unreadable is as good as damaged
    }
  }

  private static Optional<byte[]> read(StoredSlice slice) {
    try {
      return Optional.of(slice.read());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Opened unfilled(FillOutcome outcome) {
    return switch (outcome) {
      case FillOutcome.Absent(var reason, var age) -> new Opened.Missing(reason, age);
      case FillOutcome.Unavailable(var reason, var timedOut) -> new Opened.Failed(reason, timedOut);
      case FillOutcome.Filled _, FillOutcome.PastEnd _ ->
          throw new IllegalStateException("an object cannot end before it starts: " + outcome);
    };
  }

  private Opened readable(
      StoredSlice any, RangeHeader range, Set<Long> fetched, Set<Long> doubted, boolean stale) {
    return new Opened.Present(new OpenObject(this, any, range, fetched, doubted, stale));
  }
}
