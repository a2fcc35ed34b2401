package dev.sluice.simulation;

import dev.sluice.events.Event;
import dev.sluice.events.announcement.Announcement;
import dev.sluice.events.command.Order;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.release.ArtifactEvent;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.release.Installer;
import dev.sluice.release.ProductName;
import dev.sluice.rollout.Stage;
import dev.sluice.simulation.content.EdgeShell;
import dev.sluice.simulation.content.StoreReads;
import dev.sluice.simulation.fleet.Device;
import dev.sluice.simulation.fleet.Upward;
import dev.sluice.simulation.stamp.Catalogue;
import dev.sluice.simulation.stamp.ContentLine;
import dev.sluice.simulation.stamp.Notifier;
import dev.sluice.simulation.stamp.PublishedRelease;
import dev.sluice.simulation.stamp.Publisher;
import dev.sluice.simulation.stamp.ReadableMetadata;
import dev.sluice.simulation.stamp.RingsThief;
import dev.sluice.simulation.stamp.SignerProcess;
import dev.sluice.simulation.stamp.StampStore;
import dev.sluice.simulation.world.Channel;
import dev.sluice.simulation.world.Sabotage;
import dev.sluice.simulation.world.World;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Seeded;
import dev.sluice.update.settings.HealthPolicy;
import dev.sluice.update.settings.InPlacePolicy;
import dev.sluice.update.settings.PatchPieces;
import dev.sluice.update.settings.UpdateSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// One history of a fleet: releases travel while things go wrong, then faults stop, and all must
/// come to a good end.
public final class Simulation {
  /// How long after the last fault every device has confirmed the last release.
  ///
  /// A device looks at least every 66 minutes and waits at most 90 after failures; a rollout has
  /// three rings that may each wait for such a device, and five waves of 7 minutes. In four of them
  /// it may wait an hour for its maintenance window.
  public static final Duration CONFIRMATION_BOUND = Duration.ofHours(10);

  /// How much longer it may take with a floor release more on the way: a look, a wait after
  /// failures and a maintenance window in each of the rings that a device may hold up.
  private static final Duration FLOOR_BOUND = Duration.ofHours(4);

  private static final Duration LOOK_INTERVAL = Duration.ofMinutes(10);
  private static final Duration QUIET_TIME = Duration.ofMinutes(90);

  private static final ProductName PRODUCT = new ProductName("firmware");
  private static final Duration LATENCY = Duration.ofMillis(50);
  private static final Set<Fault> QUEUE_FAULTS =
      Set.of(Fault.DUPLICATION, Fault.REORDERING, Fault.DELAY);
  private static final Duration REFRESH_INTERVAL = Duration.ofHours(1);
  private static final HealthPolicy HEALTH =
      new HealthPolicy.Within(Duration.ofMinutes(2), Duration.ofSeconds(5));
  /// All over the world, so that maintenance windows open one after the other.
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("UTC"),
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/Los_Angeles"),
          ZoneId.of("Pacific/Auckland"));

  private static final long CLOCK_JUMP_MINUTES = 10;
  private static final long MINUTES_PER_DAY = 24 * 60;

  /// A clock that lies tells a moment up to this far away.
  private static final long CLOCK_AHEAD_DAYS = 30;

  private static final long CLOCK_BEHIND_DAYS = 20_000;

  /// How far off a clock is that was set right.
  private static final long CLOCK_ERROR_SECONDS = 30;

  /// Who needs the store and cannot reach it tries again after this long, for as long as it takes.
  private static final Duration STORE_RETRY = Duration.ofSeconds(30);

  private static final long PATCH_MEMORY_BYTES = 64L << 20;
  private static final Duration PATCH_WORK = Duration.ofDays(1);

  /// As small as the releases are, so that a patch has many.
  private static final PatchPieces PATCH_PIECES = new PatchPieces(64, 600);

  private static final long STORE_LIMIT_BYTES = 96 << 10;

  private final Scenario scenario;
  private final World world;
  private final Seeded chance;
  private final Catalogue catalogue = new Catalogue();
  private final Invariants invariants;
  private final StampStore store;
  private final ReadableMetadata readable;
  private final Publisher publisher;
  private final SignerProcess signer;
  private final byte[] trustAnchor;
  private final ContentLine contents;
  private final Notifier notifier;
  private final List<EdgeShell> edges;
  private final List<Device> fleet = new ArrayList<>();

  private Simulation(Seeded seeded, Scenario scenario) {
    this.scenario = scenario;
    world = new World(seeded, scenario.faults(), scenario.sabotage());
    chance = seeded.split();
    contents = ContentLine.drawn(chance);
    invariants = new Invariants(world, catalogue, scenario.floors());
    store = new StampStore(world, this::timestampWritten);
    readable = new ReadableMetadata(world, PRODUCT, store);
    signer = new SignerProcess(world, store, this::answered);
    trustAnchor = signer.found();
    Channel<ArtifactEvent> artifacts = new Channel<>(world, LATENCY, QUEUE_FAULTS, signer::take);
    publisher = new Publisher(world, PRODUCT, store, artifacts::send);
    Channel<SigningEvent> planned = new Channel<>(world, LATENCY, QUEUE_FAULTS, signer::take);
    Consumer<RingsPlanned> plans =
        event -> {
          invariants.planned(event.document());
          planned.send(event);
        };
    notifier = new Notifier(world, PRODUCT, scenario.policy(), plans, this::announce);
    var origin = new StoreReads(world, store.contents(), store::isAway);
    var first = new EdgeShell(world, "edge-1", origin, STORE_LIMIT_BYTES);
    edges =
        List.of(
            first,
            new EdgeShell(world, "edge-2a", first, STORE_LIMIT_BYTES),
            new EdgeShell(world, "edge-2b", first, STORE_LIMIT_BYTES));
    for (int i = 0; i < scenario.devices(); i++) {
      fleet.add(device(i));
    }
  }

  /// Lives through one history.
  ///
  /// @return what it came to
  /// @throws AssertionError if an invariant does not hold, with what happened last
  public static History run(Seeded seeded, Scenario scenario) {
    var simulation = new Simulation(seeded, scenario);
    var faultsEnd = simulation.schedule();
    simulation.runUntil(faultsEnd);
    simulation.endFaults();
    simulation.fleet.forEach(Device::reconnect);
    simulation.setClocks();
    simulation.runUntilSettled(faultsEnd.plus(simulation.confirmationBound()));
    return new History(
        simulation.world.stepsRun(),
        simulation.world.fingerprint(),
        simulation.invariants.resumedPatches(),
        simulation.invariants.appliedInPlace());
  }

  /// Devices without a network time are the exception: in the end somebody sets every clock.
  private void setClocks() {
    for (var device : fleet) {
      device.setClockError(
          Duration.ofSeconds(chance.between(-CLOCK_ERROR_SECONDS, CLOCK_ERROR_SECONDS)));
    }
  }

  private void endFaults() {
    world.endFaults();
    store.comeBack();
    signer.setClockError(Duration.ZERO);
  }

  private Duration confirmationBound() {
    return CONFIRMATION_BOUND.plus(FLOOR_BOUND.multipliedBy(scenario.floors().size()));
  }

  private void runUntil(Instant end) {
    while (world.runNext(end)) {
      invariants.check(notifier);
    }
  }

  /// Until every device has confirmed the last release, and a while longer, in which it must stay
  /// so.
  private void runUntilSettled(Instant bound) {
    while (world.now().isBefore(bound) && !isSettled()) {
      runUntil(earlier(world.now().plus(LOOK_INTERVAL), bound));
    }
    runUntil(earlier(world.now().plus(QUIET_TIME), bound));
    invariants.checkEnd(notifier, fleet, catalogue.releases().getLast());
  }

  private boolean isSettled() {
    return catalogue.releases().size() == scenario.releases()
        && invariants.findUnsettled(notifier, fleet, catalogue.releases().getLast()).isEmpty();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private Device device(int index) {
    var tags = chance.chance(0.25) ? Set.of("canary") : Set.<String>of();
    var settings =
        new UpdateSettings(
            new DeviceId("device-%03d".formatted(index)),
            1,
            PRODUCT,
            DeviceAttributes.of(tags, Map.of()),
            REFRESH_INTERVAL,
            PATCH_MEMORY_BYTES,
            PATCH_WORK,
            PATCH_PIECES,
            InPlacePolicy.WHEN_SHORT,
            HEALTH,
            ZONES.get(index % ZONES.size()),
            Installer.FILE);
    var edge = edges.get(1 + index % 2);
    return new Device(world, settings, trustAnchor, edge, this::received, invariants);
  }

  private void announce(Announcement announcement) {
    fleet.forEach(device -> device.announce(announcement));
  }

  private void received(Upward sent) {
    switch (sent) {
      case Upward.Confirmed(var confirmation) -> notifier.confirm(confirmation);
      case Upward.Reported(var report) -> notifier.report(report);
    }
  }

  private void answered(Event event) {
    notifier.hear(event);
  }

  /// What the timestamp names is what devices can read from now on.
  private void timestampWritten() {
    readable.look().ifPresent(invariants::published);
  }

  /// Puts on the agenda what people do and what goes wrong by itself.
  ///
  /// @return when faults stop
  private Instant schedule() {
    for (var device : fleet) {
      notifier.enrol(device.enrolment());
      world.after(minutes(0, 5), device::start);
    }
    var at = world.now();
    for (int counter = 1; counter <= scenario.releases(); counter++) {
      at = at.plus(minutes(counter == 1 ? 1 : 30, counter == 1 ? 5 : 120));
      scheduleRelease(counter, at);
    }
    if (scenario.theft()) {
      world.at(at.minus(minutes(2, 20)), this::steal);
    }
    world.every(Duration.ofMinutes(10), this::resume);
    world.every(Duration.ofMinutes(15), this::disturb);
    return at.plus(minutes(0, 60));
  }

  private void scheduleRelease(int counter, Instant at) {
    world.at(at, () -> withStore(this::publish));
    boolean isHalted = scenario.halts() && counter == scenario.releases() - 1;
    if (isHalted) {
      world.at(at.plus(minutes(1, 25)), () -> halt(counter));
    } else if (chance.chance(0.3)) {
      world.at(at.plus(minutes(1, 25)), () -> order(counter, Order.PAUSE));
    }
  }

  private Duration minutes(long min, long max) {
    return Duration.ofSeconds(chance.between(60 * min, 60 * max));
  }

  private Duration seconds(long min, long max) {
    return Duration.ofSeconds(chance.between(min, max));
  }

  /// A release gets the next counter when it reaches the store.
  private void publish() {
    var earlier = catalogue.releases();
    int counter = earlier.size() + 1;
    var content = contents.content(counter);
    var release = PublishedRelease.of(PRODUCT, counter, content);
    catalogue.add(release);
    publisher.publish(release);
    world.after(minutes(0, 8), () -> withStore(() -> publisher.buildDeltas(earlier, release)));
  }

  /// The store may go away just before.
  private void halt(int counter) {
    if (scenario.outage().isPositive()) {
      store.leaveUntil(world.now().plus(scenario.outage()));
    }
    order(counter, Order.HALT);
  }

  private void withStore(Runnable action) {
    if (store.isAway()) {
      world.after(STORE_RETRY, () -> withStore(action));
    } else {
      action.run();
    }
  }

  /// Nobody orders anything of a release that is not published yet.
  private void order(int counter, Order order) {
    if (counter <= catalogue.releases().size()) {
      notifier.order(catalogue.releases().get(counter - 1), order);
    }
  }

  /// The thief orders the first release. Devices that forget their floor do so when they start.
  private void steal() {
    if (store.isAway()) {
      return;
    }
    readable
        .findRings()
        .map(last -> new RingsThief(world, signer).order(last, catalogue.releases().getFirst()))
        .ifPresent(announcements -> announcements.forEach(this::announce));
    if (world.isSabotaged(Sabotage.FORGOTTEN_FLOOR)) {
      fleet.forEach(Device::crash);
    }
  }

  /// A person looks every ten minutes, and lets go on what is paused.
  private void resume() {
    notifier
        .findActive()
        .filter(rollout -> rollout.stage() instanceof Stage.Paused)
        .ifPresent(rollout -> order((int) rollout.id().counter(), Order.RESUME));
  }

  private void disturb() {
    for (var edge : edges) {
      if (strikes(Fault.UNAVAILABLE)) {
        edge.leaveUntil(world.now().plus(minutes(0, 10)));
      }
      if (strikes(Fault.PARTITION)) {
        edge.link().cutUntil(world.now().plus(minutes(0, 10)));
      }
      if (strikes(Fault.CLOGGED_LINK)) {
        edge.link().clogUntil(world.now().plus(minutes(0, 10)));
      }
    }
    for (var device : fleet) {
      if (strikes(Fault.UNAVAILABLE)) {
        device.disconnect(minutes(0, 10));
      }
      if (strikes(Fault.CLOCK_JUMP)) {
        device.setClockError(minutes(-CLOCK_JUMP_MINUTES, CLOCK_JUMP_MINUTES));
      }
      if (strikes(Fault.CLOCK_AHEAD)) {
        device.setClockError(minutes(0, CLOCK_AHEAD_DAYS * MINUTES_PER_DAY));
      }
      if (strikes(Fault.CLOCK_BEHIND)) {
        device.setClockError(minutes(-CLOCK_BEHIND_DAYS * MINUTES_PER_DAY, 0));
      }
    }
    if (strikes(Fault.UNAVAILABLE)) {
      notifier.restart();
    }
    if (strikes(Fault.OUTAGE)) {
      store.leaveUntil(world.now().plus(minutes(1, 10)));
    }
    if (strikes(Fault.LONG_OUTAGE)) {
      store.leaveUntil(world.now().plus(minutes(60, 180)));
    }
    if (strikes(Fault.CLOCK_JUMP)) {
      signer.setClockError(minutes(-CLOCK_JUMP_MINUTES, CLOCK_JUMP_MINUTES));
      world.after(minutes(1, 15), () -> signer.setClockError(seconds(-60, 60)));
    }
  }

  private boolean strikes(Fault fault) {
    return world.faults().strikes(fault, chance);
  }

  /// What one history came to.
  ///
  /// @param steps how many steps it had
  /// @param fingerprint the same for the same history
  /// @param resumedPatches how often a device went on with a patch from a checkpoint that it had
  ///     kept before its power was cut
  /// @param appliedInPlace how often a device without room made a release over its installed file
  public record History(long steps, int fingerprint, long resumedPatches, long appliedInPlace) {}
}
