package dev.sluice.edge.content;

import dev.sluice.cache.fill.FailureCause;
import dev.sluice.cache.fill.FillEffect;
import dev.sluice.cache.fill.FillOutcome;
import dev.sluice.cache.fill.Fills;
import dev.sluice.cache.fill.JudgedAnswer;
import dev.sluice.cache.fill.Recall;
import dev.sluice.cache.fill.Wanted;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.slice.Slicing;
import dev.sluice.edge.store.SliceStore;
import dev.sluice.edge.store.SliceWriter;
import dev.sluice.edge.store.StoreFailedException;
import dev.sluice.edge.store.StoredSlice;
import dev.sluice.edge.traffic.Limit;
import dev.sluice.edge.traffic.LimitHits;
import dev.sluice.edge.upstream.Upstream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Performs what the [Fills] of a node ask for: each fetch on a virtual thread of its own, into a
/// file of its own. Everybody who asked for a slice gets its outcome; one that gives up, or whose
/// client has left, stops nothing.
///
/// Safe for use by all threads.
final class FillWorkers implements Recall, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FillWorkers.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final SliceStore store;
  private final Upstream upstream;
  private final Duration readerWait;
  private final InstantSource clock;
  private final LimitHits limits;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  // guarded by itself; the store may be asked while it is held, never the other way round
  private final Fills<StoredSlice, Waiter> fills;

  /// Somebody who waits for a slice.
  private static final class Waiter extends CompletableFuture<FillOutcome<StoredSlice>> {}

  /// An outcome, and whether the fill was begun for this caller.
  record Obtained(FillOutcome<StoredSlice> outcome, boolean started) {}

  /// @param limits counts what was reached
  FillWorkers(
      SliceStore store,
      Upstream upstream,
      Slicing slicing,
      CacheLimits cacheLimits,
      InstantSource clock,
      LimitHits limits) {
    this.store = store;
    this.upstream = upstream;
    this.readerWait = cacheLimits.readerWait();
    this.clock = clock;
    this.limits = limits;
    this.fills = new Fills<>(store, slicing, cacheLimits.maxFills(), readerWait);
  }

  /// Waits for a slice, which is fetched unless that is under way, or it has come since the caller
  /// looked.
  Obtained obtain(SliceKey key, boolean noCache) {
    var waiter = new Waiter();
    Wanted<StoredSlice, Waiter> wanted;
    synchronized (fills) {
      wanted = fills.want(key, noCache, waiter, clock.instant());
    }
    return await(key, waiter, wanted);
  }

  /// Waits until upstream has confirmed a slice; empty if that was done a moment ago.
  Optional<Obtained> confirm(SliceKey key) {
    var waiter = new Waiter();
    Optional<Wanted<StoredSlice, Waiter>> wanted;
    synchronized (fills) {
      wanted = fills.confirm(key, waiter, clock.instant());
    }
    return wanted.map(w -> await(key, waiter, w));
  }

  /// Sees that a slice is on its way, and does not wait for it.
  ///
  /// @return whether that was begun by this call
  boolean start(SliceKey key) {
    Wanted<StoredSlice, Waiter> wanted;
    synchronized (fills) {
      wanted = fills.wantSoon(key, clock.instant());
    }
    perform(wanted.effects());
    return wanted.started();
  }

  @Override
  public Optional<Instant> askedAt(ObjectPath path) {
    synchronized (fills) {
      return fills.askedAt(path);
    }
  }

  @Override
  public Optional<Instant> absentAt(ObjectPath path) {
    synchronized (fills) {
      return fills.absentAt(path);
    }
  }

  /// How many slices were asked for since the start.
  long begun() {
    synchronized (fills) {
      return fills.begun();
    }
  }

  /// How often upstream sent something else since the start.
  long refused() {
    synchronized (fills) {
      return fills.refused();
    }
  }

  /// How many are asked for at the moment.
  int underWay() {
    synchronized (fills) {
      return fills.underWay();
    }
  }

  /// How many wait for their turn.
  int queued() {
    synchronized (fills) {
      return fills.queued();
    }
  }

  /// Stops the fetches under way; waiters get what they come to.
  @Override
  public void close() {
    workers.shutdownNow();
    try {
      var _ = workers.awaitTermination(CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Obtained await(SliceKey key, Waiter waiter, Wanted<StoredSlice, Waiter> wanted) {
    perform(wanted.effects());
    try {
      return new Obtained(waiter.get(readerWait.toNanos(), TimeUnit.NANOSECONDS), wanted.started());
    } catch (TimeoutException _) {
      return new Obtained(leave(key, waiter), wanted.started());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Obtained(leave(key, waiter), wanted.started());
    } catch (ExecutionException e) {
      throw new IllegalStateException("a fill must end with an outcome: " + key, e);
    }
  }

  private FillOutcome<StoredSlice> leave(SliceKey key, Waiter waiter) {
    synchronized (fills) {
      fills.leave(key, waiter);
    }
    limits.hit(Limit.READER_WAIT);
    var reason =
        "slice %d of %s did not arrive within %s"
            .formatted(key.index(), key.path().value(), readerWait);
    return new FillOutcome.Failed<>(reason, FailureCause.UPSTREAM_SLOW);
  }

  /// Ends: an effect adds others only when this is closed, and then one of those that wait.
  private void perform(List<FillEffect<StoredSlice, Waiter>> effects) {
    var due = new ArrayDeque<>(effects);
    while (!due.isEmpty()) {
      switch (due.removeFirst()) {
        case FillEffect.Fetch<StoredSlice, Waiter> fetch -> due.addAll(execute(fetch));
        case FillEffect.Wake<StoredSlice, Waiter>(var waiter, var outcome) ->
            waiter.complete(outcome);
        case FillEffect.Drop<StoredSlice, Waiter>(var slice) -> drop(slice);
        case FillEffect.NoteWrongBytes<StoredSlice, Waiter>(var key, var objection) ->
            LOG.atWarn()
                .addKeyValue("path", key.path().value())
                .addKeyValue("reason", objection)
                .log("upstream sent something else; is a portal or a proxy in between?");
        case FillEffect.NoteGivenUp<StoredSlice, Waiter> _ -> limits.hit(Limit.FILLS);
        case FillEffect.Keep<StoredSlice, Waiter>(var key, _, _, _) ->
            throw new IllegalStateException("only who fetched a slice can keep it: " + key);
      }
    }
  }

  private List<FillEffect<StoredSlice, Waiter>> execute(
      FillEffect.Fetch<StoredSlice, Waiter> fetch) {
    try {
      workers.execute(() -> perform(outcomeOf(fetch)));
      return List.of();
    } catch (RejectedExecutionException _) {
      return lose(fetch.key(), "the node is stopping");
    }
  }

  /// Asks upstream, and keeps what it sent if that is what has to be done.
  private List<FillEffect<StoredSlice, Waiter>> outcomeOf(
      FillEffect.Fetch<StoredSlice, Waiter> fetch) {
    var key = fetch.key();
    try (var writer = store.begin(key)) {
      var effects = ask(fetch, writer);
      return effects.size() == 1
              && effects.getFirst() instanceof FillEffect.Keep<StoredSlice, Waiter> keep
          ? keep(keep, writer)
          : effects;
    } catch (StoreFailedException e) {
      LOG.atError().addKeyValue("path", key.path().value()).setCause(e).log("store failed");
      return lose(key, "the store of this node failed");
    } catch (RuntimeException | Error e) {
      perform(lose(key, "the node failed"));
      throw e;
    }
  }

  private List<FillEffect<StoredSlice, Waiter>> ask(
      FillEffect.Fetch<StoredSlice, Waiter> fetch, SliceWriter writer) {
    var fetched = upstream.fetch(fetch.request(), writer);
    var answer = JudgedAnswer.of(fetch.key(), fetched, writer);
    synchronized (fills) {
      return fills.fetched(fetch.key(), answer, clock.instant());
    }
  }

  private void drop(StoredSlice slice) {
    if (store.drop(slice)) {
      LOG.atWarn()
          .addKeyValue("path", slice.key().path().value())
          .addKeyValue("slice", slice.key().index())
          .log("dropped a slice: a reader doubted it, and upstream has no such object");
    }
  }

  private List<FillEffect<StoredSlice, Waiter>> keep(
      FillEffect.Keep<StoredSlice, Waiter> keep, SliceWriter writer) {
    if (keep.facts().bodyLengthBytes() == 0) {
      writer.begin(keep.facts());
    }
    var slice = writer.commit(keep.checksum(), keep.bornAt());
    synchronized (fills) {
      return fills.kept(keep.key(), slice, clock.instant());
    }
  }

  private List<FillEffect<StoredSlice, Waiter>> lose(SliceKey key, String reason) {
    synchronized (fills) {
      return fills.lost(key, reason, clock.instant());
    }
  }
}
