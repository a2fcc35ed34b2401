package dev.sluice.notifier;

import dev.sluice.console.device.DeviceFilter;
import dev.sluice.console.device.FleetSpread;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.inventory.Running;
import dev.sluice.notifier.topology.Inventory;
import dev.sluice.notifier.topology.NotifierQueries;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts which versions the fleet runs when somebody asks, at most once in [#LIFETIME], and gives
/// everybody the latest count. A million devices take seconds to count, a person must not wait for
/// it; so a new count runs by itself while the last one is shown. For any number of threads.
final class SpreadCounter {
  private static final Logger LOG = LoggerFactory.getLogger(SpreadCounter.class);
  private static final Duration LIFETIME = Duration.ofSeconds(5);

  /// How long the first who ask wait for the first count.
  private static final Duration FIRST_WAIT = Duration.ofMillis(700);

  private final NotifierQueries queries;
  private final InstantSource clock;

  /// Guarded by this.
  private Optional<FleetSpread> latest = Optional.empty();

  /// Guarded by this; there when a count is under way.
  private Optional<CountDownLatch> counting = Optional.empty();

  SpreadCounter(NotifierQueries queries, InstantSource clock) {
    this.queries = queries;
    this.clock = clock;
  }

  /// The latest count; empty while the first is under way.
  ///
  /// @throws IOException if the state cannot be asked now
  Optional<FleetSpread> latest() throws IOException {
    Optional<CountDownLatch> first;
    synchronized (this) {
      if (latest.filter(this::isFresh).isPresent()) {
        return latest;
      }
      if (counting.isEmpty()) {
        // Says at once what it cannot read.
        Inventory.Rings rings = queries.inventory().rings();
        var done = new CountDownLatch(1);
        counting = Optional.of(done);
        var _ = Thread.startVirtualThread(() -> count(rings, done));
      }
      first = latest.isPresent() ? Optional.empty() : counting;
    }
    if (first.isPresent()) {
      await(first.get());
    }
    synchronized (this) {
      return latest;
    }
  }

  private boolean isFresh(FleetSpread spread) {
    return clock.instant().isBefore(spread.countedAt().plus(LIFETIME));
  }

  private static void await(CountDownLatch done) {
    try {
      var _ = done.await(FIRST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void count(Inventory.Rings rings, CountDownLatch done) {
    Optional<FleetSpread> counted = Optional.empty();
    try {
      var count = new Count(rings);
      queries.inventory().walk("", "", count::add);
      counted = Optional.of(count.result(clock.instant()));
    } catch (IOException | RuntimeException e) { // whatever it is, the next who asks counts again
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("versions could not be counted");
    } finally {
      synchronized (this) {
        latest = counted.or(() -> latest);
        counting = Optional.empty();
      }
      done.countDown();
    }
  }

  /// A count under way; one thread's.
  private static final class Count {
    private final Inventory.Rings rings;
    private final Map<FleetSpread.Group, Long> groups = new HashMap<>();
    private long devices;
    private long idle;

    Count(Inventory.Rings rings) {
      this.rings = rings;
    }

    /// @return false: all are counted
    boolean add(DeviceState device) {
      devices++;
      if (device.running().isEmpty()) {
        idle++;
      }
      for (Running running : device.running()) {
        var group =
            new FleetSpread.Group(
                running.product(),
                running.version(),
                running.counter(),
                rings.ringOf(running.product(), device).orElse(""),
                DeviceFilter.hardwareOf(device),
                0);
        groups.merge(group, 1L, Long::sum);
      }
      return false;
    }

    FleetSpread result(Instant now) {
      List<FleetSpread.Group> all =
          groups.entrySet().stream()
              .map(entry -> counted(entry.getKey(), entry.getValue()))
              .sorted(Comparator.comparingLong(FleetSpread.Group::devices).reversed())
              .toList();
      List<FleetSpread.Group> kept =
          all.stream()
              .limit(FleetSpread.MAX_GROUPS)
              .sorted(
                  Comparator.comparing(FleetSpread.Group::product)
                      .thenComparing(
                          Comparator.comparingLong(FleetSpread.Group::counter).reversed())
                      .thenComparing(FleetSpread.Group::ring)
                      .thenComparing(FleetSpread.Group::hardware))
              .toList();
      long left =
          all.stream().skip(FleetSpread.MAX_GROUPS).mapToLong(FleetSpread.Group::devices).sum();
      return new FleetSpread(now, devices, idle, kept, left);
    }

    private static FleetSpread.Group counted(FleetSpread.Group group, long devices) {
      return new FleetSpread.Group(
          group.product(),
          group.version(),
          group.counter(),
          group.ring(),
          group.hardware(),
          devices);
    }
  }
}
