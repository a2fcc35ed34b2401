package dev.sluice.edge.content;

import dev.sluice.cache.freshness.ObjectKind;
import dev.sluice.cache.slice.ByteRange;
import dev.sluice.cache.slice.Slicing;
import dev.sluice.edge.store.SliceKey;
import dev.sluice.edge.store.SliceStore;
import dev.sluice.edge.store.SliceWriter;
import dev.sluice.edge.store.StoredSlice;
import dev.sluice.edge.traffic.Limit;
import dev.sluice.edge.traffic.LimitHits;
import dev.sluice.edge.upstream.FetchRequest;
import dev.sluice.edge.upstream.Fetched;
import dev.sluice.edge.upstream.ObjectFacts;
import dev.sluice.edge.upstream.Upstream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings one slice from upstream into the store.
///
/// An object that fits into one slice and whose path names its digest is checked against it: bytes
/// that are not those are asked for once more with `no-cache`, and never stored.
final class SliceFiller {
  private static final Logger LOG = LoggerFactory.getLogger(SliceFiller.class);

  private final SliceStore store;
  private final Upstream upstream;
  private final Slicing slicing;
  private final UpstreamMemory memory;
  private final InstantSource clock;
  private final Semaphore permits;
  private final Duration permitWait;
  private final int maxFills;
  private final LimitHits limits;
  private final LongAdder fills = new LongAdder();

  /// @param maxFills most fetches under way at a time; more wait for `permitWait` and then fail
  SliceFiller(
      SliceStore store,
      Upstream upstream,
      Slicing slicing,
      UpstreamMemory memory,
      InstantSource clock,
      int maxFills,
      Duration permitWait,
      LimitHits limits) {
    this.store = store;
    this.upstream = upstream;
    this.slicing = slicing;
    this.memory = memory;
    this.clock = clock;
    this.permits = new Semaphore(maxFills, true);
    this.permitWait = permitWait;
    this.maxFills = maxFills;
    this.limits = limits;
  }

  /// Fetches the slice and enters it into the store, whether an older one is there or not.
  FillOutcome fill(SliceKey key, boolean noCache) {
    try {
      if (!permits.tryAcquire(permitWait.toNanos(), TimeUnit.NANOSECONDS)) {
        limits.hit(Limit.FILLS);
        return new FillOutcome.Unavailable("the node has too many fetches under way", true);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new FillOutcome.Unavailable("the node is stopping", false);
    }
    fills.increment();
    try {
      var outcome =
          fetch(key, noCache)
              .or(() -> fetch(key, true))
              .orElseGet(
                  () ->
                      new FillOutcome.Unavailable(
                          "upstream's bytes are not those that the path names", false));
      memory.asked(key.path(), outcome, clock.instant());
      return outcome;
    } finally {
      permits.release();
    }
  }

  /// How many slices were asked for since the start.
  long fills() {
    return fills.sum();
  }

  /// How many are asked for at the moment.
  int underWay() {
    return maxFills - permits.availablePermits();
  }

  /// One fetch; empty when it brought other bytes than the path names.
  private Optional<FillOutcome> fetch(SliceKey key, boolean noCache) {
    try (var writer = store.begin(key)) {
      return switch (upstream.fetch(new FetchRequest(key.path(), rangeOf(key), noCache), writer)) {
        case Fetched.Found found -> finish(key, writer, found.facts());
        case Fetched.Absent absent ->
            Optional.of(new FillOutcome.Absent(absent.reason(), absent.age()));
        case Fetched.PastEnd _ -> key.index() == 0 ? empty(key, writer) : pastEnd();
        case Fetched.Unavailable unavailable ->
            Optional.of(new FillOutcome.Unavailable(unavailable.reason(), unavailable.timedOut()));
      };
    }
  }

  private Optional<FillOutcome> finish(SliceKey key, SliceWriter writer, ObjectFacts facts) {
    if (key.path().kind() == ObjectKind.MUTABLE
        && facts.bodyLengthBytes() < facts.objectLengthBytes()) {
      return Optional.of(
          new FillOutcome.Unavailable(
              "%s must fit into one slice of %d bytes and has %d"
                  .formatted(
                      key.path().value(), slicing.sliceLengthBytes(), facts.objectLengthBytes()),
              false));
    }
    var checksum = writer.digest();
    var isWhole = facts.bodyLengthBytes() == facts.objectLengthBytes();
    var named = key.path().digest();
    if (isWhole && named.isPresent() && !named.get().equals(checksum)) {
      LOG.atWarn()
          .addKeyValue("path", key.path().value())
          .addKeyValue("received", checksum.prefix())
          .log("upstream sent bytes that the path does not name");
      return Optional.empty();
    }
    var held = store.find(key).filter(_ -> key.path().kind() != ObjectKind.MUTABLE);
    if (held.filter(s -> isSame(s, facts) && s.checksum().equals(checksum)).isPresent()) {
      return held.map(FillOutcome.Filled::new);
    }
    var bornAt = clock.instant().minus(facts.age());
    return Optional.of(new FillOutcome.Filled(writer.commit(checksum, bornAt)));
  }

  private Optional<FillOutcome> empty(SliceKey key, SliceWriter writer) {
    var facts = new ObjectFacts(0, 0, ObjectFacts.UNKNOWN_TYPE, Duration.ZERO);
    writer.begin(facts);
    return finish(key, writer, facts);
  }

  private static Optional<FillOutcome> pastEnd() {
    return Optional.of(new FillOutcome.PastEnd());
  }

  private static boolean isSame(StoredSlice slice, ObjectFacts facts) {
    return slice.objectLengthBytes() == facts.objectLengthBytes();
  }

  private ByteRange rangeOf(SliceKey key) {
    var nominal = slicing.nominal(key.index());
    if (key.path().kind() == ObjectKind.MUTABLE) {
      return nominal;
    }
    return store
        .findAny(key.path())
        .map(StoredSlice::objectLengthBytes)
        .filter(length -> length > nominal.start())
        .map(length -> slicing.slice(key.index(), length).range())
        .orElse(nominal);
  }
}
