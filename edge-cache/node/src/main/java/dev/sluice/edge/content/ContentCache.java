package dev.sluice.edge.content;

import dev.sluice.cache.fill.FillOutcome;
import dev.sluice.cache.flow.ObjectRequest;
import dev.sluice.cache.flow.Opening;
import dev.sluice.cache.flow.RequestFlow;
import dev.sluice.cache.freshness.FreshnessRules;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.request.RangeHeader;
import dev.sluice.cache.request.RequestDirectives;
import dev.sluice.cache.slice.Slicing;
import dev.sluice.edge.store.SliceStore;
import dev.sluice.edge.store.StoredSlice;
import dev.sluice.edge.traffic.LimitHits;
import dev.sluice.edge.upstream.Upstream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A transparent cache over an [Upstream]: the bytes that leave upstream for many readers are those
/// for one.
///
/// What is decided stands in the core: [RequestFlow] says what a request waits for, and the
/// [dev.sluice.cache.fill.Fills] of the node what is fetched, kept, and fetched again. This class
/// puts a disk, an upstream and threads around them. When upstream is away, what is held is served
/// even if it is stale; only the absence of a root version never is.
///
/// Safe for use by all threads; calls block.
public final class ContentCache implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ContentCache.class);
  private static final SliceKey TIMESTAMP = new SliceKey(ObjectPath.TIMESTAMP, 0);

  private final SliceStore store;
  private final Slicing slicing;
  private final FreshnessRules rules;
  private final InstantSource clock;
  private final LimitHits limitHits = new LimitHits();
  private final FillWorkers fills;
  private final RequestFlow<StoredSlice> flow;

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
    this.fills = new FillWorkers(store, upstream, slicing, limits, clock, limitHits);
    this.flow = new RequestFlow<>(slicing, rules, store, fills);
  }

  /// How many slices upstream was asked for since the start.
  public long fills() {
    return fills.begun();
  }

  /// How many slices upstream is asked for at the moment.
  public int fillsUnderWay() {
    return fills.underWay();
  }

  /// How many wait until fewer are asked for.
  public int fillsQueued() {
    return fills.queued();
  }

  /// How often upstream sent bytes that cannot be what the path says, since the start.
  public long bodiesRefused() {
    return fills.refused();
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
    var state = flow.open(new ObjectRequest(path, range, directives), clock.instant());
    // Ends: a request checks once and fills twice at most.
    while (true) {
      switch (state) {
        case Opening.Found<StoredSlice>(var reading) -> {
          return new Opened.Present(new OpenObject(this, reading));
        }
        case Opening.Missing<StoredSlice>(var reason, var age) -> {
          return new Opened.Missing(reason, age);
        }
        case Opening.Failed<StoredSlice>(var reason, var cause) -> {
          return new Opened.Failed(reason, cause);
        }
        case Opening.Filling<StoredSlice> filling -> state = fill(filling);
        case Opening.Checking<StoredSlice> checking ->
            state = flow.checked(checking, dropDamaged(checking.keys()));
      }
    }
  }

  /// Asks upstream for `metadata/timestamp.json` now, however fresh the copy is. A question that
  /// was under way already does not count: it may be older than the reason for this one.
  ///
  /// @param noCache whether a cache at upstream has to do the same
  /// @return its bytes; empty when upstream did not deliver, and the copy stays
  public Optional<byte[]> refreshTimestamp(boolean noCache) {
    var obtained = obtain(TIMESTAMP, noCache);
    var outcome = obtained.started() ? obtained.outcome() : obtain(TIMESTAMP, noCache).outcome();
    return outcome instanceof FillOutcome.Filled<StoredSlice>(var slice)
        ? read(slice)
        : Optional.empty();
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

  FillWorkers.Obtained obtain(SliceKey key, boolean noCache) {
    return fills.obtain(key, noCache);
  }

  boolean start(SliceKey key) {
    return fills.start(key);
  }

  SliceStore store() {
    return store;
  }

  /// Asks upstream to confirm a slice whose own checksum is right, unless that was done a moment
  /// ago.
  ///
  /// @return whether the bytes were fetched for this caller
  boolean confirm(SliceKey key) {
    var obtained = fills.confirm(key);
    obtained
        .map(FillWorkers.Obtained::outcome)
        .filter(outcome -> !(outcome instanceof FillOutcome.Filled<StoredSlice>))
        .ifPresent(
            outcome ->
                LOG.atWarn()
                    .addKeyValue("path", key.path().value())
                    .addKeyValue("slice", key.index())
                    .addKeyValue("outcome", outcome)
                    .log("upstream could not confirm a doubted slice"));
    return obtained.isPresent() && obtained.get().started();
  }

  private Opening<StoredSlice> fill(Opening.Filling<StoredSlice> filling) {
    var obtained = obtain(filling.key(), filling.noCache());
    if (filling.purpose() == Opening.FillPurpose.REFRESH
        && !(obtained.outcome() instanceof FillOutcome.Filled<StoredSlice>)) {
      LOG.atWarn()
          .addKeyValue("path", filling.key().path().value())
          .addKeyValue("outcome", obtained.outcome())
          .log("upstream could not refresh an object");
    }
    return flow.filled(filling, obtained.outcome(), obtained.started());
  }

  /// @return those that were here and bad
  private Set<SliceKey> dropDamaged(List<SliceKey> keys) {
    var damaged = new HashSet<SliceKey>();
    for (var key : keys) {
      var slice = store.find(key);
      if (slice.isPresent() && !isIntact(slice.get())) {
        damaged.add(key);
        drop(slice.get());
      }
    }
    return damaged;
  }

  private void drop(StoredSlice slice) {
    if (store.drop(slice)) {
      LOG.atWarn()
          .addKeyValue("path", slice.key().path().value())
          .addKeyValue("slice", slice.key().index())
          .log("dropped a slice that was damaged on disk");
    }
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
}
