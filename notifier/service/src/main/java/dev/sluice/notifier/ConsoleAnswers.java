package dev.sluice.notifier;

import dev.sluice.api.Page;
import dev.sluice.api.PageRequest;
import dev.sluice.console.device.DeviceFilter;
import dev.sluice.console.device.DeviceQueries;
import dev.sluice.console.device.FleetSpread;
import dev.sluice.console.flag.FlagQueries;
import dev.sluice.console.flag.FlaggedRing;
import dev.sluice.console.policy.AppliedPolicy;
import dev.sluice.console.policy.PolicyQueries;
import dev.sluice.console.rollout.RolloutQueries;
import dev.sluice.console.safeguard.ActiveHold;
import dev.sluice.console.safeguard.SafeguardQueries;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.flag.FlagSwitch;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.policy.PolicyApplied;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.notifier.topology.Inventory;
import dev.sluice.notifier.topology.NotifierQueries;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.rollout.ProductRollouts;
import dev.sluice.rollout.device.DeviceRecord;
import dev.sluice.rollout.policy.PolicyChoice;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// Answers the console's questions from the state stores.
///
/// @param spread counts versions
record ConsoleAnswers(NotifierQueries queries, SpreadCounter spread)
    implements RolloutQueries, SafeguardQueries, FlagQueries {
  /// Some hundred milliseconds of looking; the next page goes on.
  private static final int MOST_EXAMINED = 20_000;

  @Override
  public Page<RolloutSnapshot> list(PageRequest page) throws IOException {
    return page(queries.rollouts(page.after(), page.limit() + 1), page);
  }

  @Override
  public Page<RolloutSnapshot> listOf(ProductName product, PageRequest page) throws IOException {
    List<RolloutSnapshot> all = queries.rolloutsOf(product);
    if (page.after().isEmpty()) {
      return page(all, page);
    }
    RolloutId last = RolloutId.parse(page.after());
    return page(all.stream().filter(rollout -> rollout.id().compareTo(last) < 0).toList(), page);
  }

  @Override
  public Optional<RolloutSnapshot> find(RolloutId rollout) throws IOException {
    return queries.rollout(rollout);
  }

  @Override
  public List<ReleaseId> rollbackTargets(RolloutId rollout) throws IOException {
    return queries.rollbackTargets(rollout);
  }

  @Override
  public List<ActiveHold> holds(ProductName product) throws IOException {
    return queries.product(product).stream()
        .flatMap(
            state ->
                state.safeguards().stream()
                    .map(one -> new ActiveHold(one, state.counts().held(one.hold().name()))))
        .toList();
  }

  @Override
  public List<FlaggedRing> flags(ProductName product) throws IOException {
    return queries.product(product).map(ConsoleAnswers::flags).orElse(List.of());
  }

  private static List<FlaggedRing> flags(ProductRollouts state) {
    Stream<String> switched = state.flags().stream().map(FlagSwitch::ring);
    return Stream.concat(state.rings().stream(), switched)
        .distinct()
        .map(
            ring ->
                new FlaggedRing(
                    ring,
                    state.counts().devices(ring),
                    state.releasesIn(ring).stream().map(ReleaseRef::release).toList(),
                    state.flags().stream()
                        .filter(flag -> flag.ring().equals(ring))
                        .map(flag -> switched(state, flag))
                        .toList()))
        .toList();
  }

  private static FlaggedRing.Switched switched(ProductRollouts state, FlagSwitch flag) {
    return new FlaggedRing.Switched(flag, state.counts().flagOff(flag.ring(), flag.flag()));
  }

  private static Page<RolloutSnapshot> page(List<RolloutSnapshot> following, PageRequest page) {
    return Page.of(following, page.limit(), rollout -> rollout.id().toString());
  }

  DeviceQueries devices() {
    return new Devices(queries, spread);
  }

  PolicyQueries policies() {
    return new Policies(queries);
  }

  private record Devices(NotifierQueries queries, SpreadCounter counter) implements DeviceQueries {
    @Override
    public Page<DeviceState> list(String prefix, PageRequest page) throws IOException {
      return Page.of(
          queries.devices(prefix, page.after(), page.limit() + 1),
          page.limit(),
          device -> device.device().value());
    }

    @Override
    public Page<DeviceState> search(DeviceFilter filter, PageRequest page) throws IOException {
      Inventory inventory = queries.inventory();
      Inventory.Rings rings = inventory.rings();
      List<DeviceState> found = new ArrayList<>();
      var examined = new AtomicInteger();
      var last = new AtomicReference<>("");
      inventory.walk(
          filter.prefix(),
          page.after(),
          device -> {
            if (examined.get() == MOST_EXAMINED || found.size() == page.limit()) {
              return true;
            }
            examined.incrementAndGet();
            last.set(device.device().value());
            if (filter.matches(device, rings::ringOf)) {
              found.add(device);
            }
            return false;
          });
      boolean hasMore = examined.get() == MOST_EXAMINED || found.size() == page.limit();
      return new Page<>(found, hasMore ? Optional.of(last.get()) : Optional.empty());
    }

    @Override
    public Optional<FleetSpread> spread() throws IOException {
      return counter.latest();
    }

    @Override
    public long countBehind(ProductName product, long ringsFormat, Instant since)
        throws IOException {
      var behind = new AtomicLong();
      queries
          .inventory()
          .walk(
              "",
              "",
              device -> {
                if (isBehind(device, ringsFormat)
                    && !device.seenAt().isBefore(since)
                    && mayFollow(device, product)) {
                  behind.incrementAndGet();
                }
                return false;
              });
      return behind.get();
    }

    private static boolean isBehind(DeviceState device, long ringsFormat) {
      return device.ringsFormat() != DeviceState.NOT_REPORTED && device.ringsFormat() < ringsFormat;
    }

    private static boolean mayFollow(DeviceState device, ProductName product) {
      return product.equals(PolicyChoice.STANDARD)
          || new DeviceRecord(device, Collections.emptySortedMap()).takes(product);
    }

    @Override
    public Optional<DeviceState> find(DeviceId device) throws IOException {
      return queries.device(device);
    }

    @Override
    public List<UpdateStep> timeline(DeviceId device) throws IOException {
      return queries.timeline(device);
    }
  }

  private record Policies(NotifierQueries queries) implements PolicyQueries {
    @Override
    public List<AppliedPolicy> list() throws IOException {
      return queries.policies().stream().map(Policies::applied).toList();
    }

    @Override
    public Optional<AppliedPolicy> find(ProductName product) throws IOException {
      return queries.policy(product).map(Policies::applied);
    }

    @Override
    public List<ReleaseId> liveReleases(ProductName product) throws IOException {
      return queries.product(product).stream()
          .flatMap(state -> state.history().live().reversed().stream())
          .map(ReleaseRef::release)
          .toList();
    }

    private static AppliedPolicy applied(StampedEvent<PolicyApplied> stamped) {
      return new AppliedPolicy(stamped.event(), stamped.time());
    }
  }
}
