package dev.sluice.simulation.stamp;

import dev.sluice.events.Event;
import dev.sluice.events.announcement.Announcement;
import dev.sluice.events.command.Order;
import dev.sluice.events.command.RolloutOrdered;
import dev.sluice.events.confirmation.SignatureCheck;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.release.DeltasSigned;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.release.ProductName;
import dev.sluice.rollout.Effect;
import dev.sluice.rollout.ProductRollouts;
import dev.sluice.rollout.Rollout;
import dev.sluice.rollout.RolloutEvent;
import dev.sluice.rollout.RolloutEvents;
import dev.sluice.rollout.RolloutMachine;
import dev.sluice.rollout.RolloutsCodec;
import dev.sluice.rollout.Stage;
import dev.sluice.rollout.Transition;
import dev.sluice.rollout.count.FleetCounts;
import dev.sluice.rollout.device.DeviceDecision;
import dev.sluice.rollout.device.DevicePartition;
import dev.sluice.rollout.device.DeviceRecord;
import dev.sluice.rollout.device.LatestOutcome;
import dev.sluice.rollout.device.PartitionStore;
import dev.sluice.rollout.fake.PartitionInMemory;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.simulation.world.Channel;
import dev.sluice.simulation.world.Sabotage;
import dev.sluice.simulation.world.World;
import dev.sluice.testkit.Fault;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The rollout machine and the partitions of the devices with queues around them.
///
/// State and effects are kept together, as exactly-once processing does; what travels between
/// topics comes twice, late and out of order. Counts gather for a while before they travel.
public final class Notifier {
  private static final int PARTITIONS = 2;
  private static final Duration LATENCY = Duration.ofMillis(50);
  private static final Duration COUNT_INTERVAL = Duration.ofMillis(200);
  private static final Set<Fault> QUEUE_FAULTS =
      Set.of(Fault.DUPLICATION, Fault.REORDERING, Fault.DELAY);

  private final World world;
  private final RolloutPolicy policy;
  private final Consumer<RingsPlanned> planned;
  private final Consumer<Announcement> announced;
  private final Channel<RolloutEvent> events;
  private final List<PartitionStore> kept =
      Stream.<PartitionStore>generate(PartitionInMemory::new).limit(PARTITIONS).toList();

  private ProductRollouts state;

  // of the present life
  private List<DevicePartition> partitions;
  private boolean isCountDue;
  private Instant alarm = Instant.MIN;

  /// A notifier that knows nothing yet.
  ///
  /// @param planned takes rings documents to the signer
  /// @param announced takes announcements to the devices' brokers
  public Notifier(
      World world,
      ProductName product,
      RolloutPolicy policy,
      Consumer<RingsPlanned> planned,
      Consumer<Announcement> announced) {
    this.world = world;
    this.policy = policy;
    this.planned = planned;
    this.announced = announced;
    this.events = new Channel<>(world, LATENCY, QUEUE_FAULTS, this::step);
    this.state = ProductRollouts.initial(product);
    this.partitions = partitions();
  }

  private List<DevicePartition> partitions() {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(i -> new DevicePartition(i, PARTITIONS, kept.get(i), SignatureCheck.PORTABLE))
        .toList();
  }

  /// What the signer says; each event may come twice, late and out of order.
  public void hear(Event event) {
    switch (event) {
      case ReleaseSigned signed -> send(RolloutEvents.of(signed, policy));
      case DeltasSigned deltas -> send(RolloutEvents.of(deltas));
      case SigningEvent answer -> RolloutEvents.find(answer).ifPresent(this::send);
      case DeadLetter letter ->
          throw world.violation("nothing of the stamp must be refused: " + letter.reason());
      default -> throw new IllegalStateException("the signer must not say " + event);
    }
  }

  private void send(RolloutEvent event) {
    events.send(event);
  }

  /// A person orders something about a release's rollout.
  public void order(PublishedRelease release, Order order) {
    world.trace("operator", order + " " + release.rollout());
    send(RolloutEvents.of(new RolloutOrdered(release.rollout(), order, "operator", "simulated")));
  }

  /// A device becomes known.
  public void enrol(DeviceEnrolled event) {
    var _ = partitions.get(partitionOf(event.device())).enrol(event, world.now());
    count();
  }

  /// A device's confirmation has arrived.
  public void confirm(SignedConfirmation event) {
    var confirmation = event.confirmation();
    int partition = partitionOf(confirmation.device());
    if (world.isSabotaged(Sabotage.COUNTED_TWICE)) {
      lose(kept.get(partition), confirmation.device(), confirmation.rollout());
    }
    var decision = partitions.get(partition).confirm(event, world.now()).decision();
    if (decision instanceof DeviceDecision.Refused(var reason)) {
      throw world.violation("a genuine confirmation was refused: " + reason);
    }
    if (decision instanceof DeviceDecision.Updated) {
      world.trace("notifier", confirmation.device() + " " + confirmation.outcome());
      count();
    }
  }

  /// The planted bug of a store that loses a write: the outcome of a rollout, which was counted, is
  /// not there.
  private static void lose(PartitionStore store, DeviceId device, RolloutId rollout) {
    store
        .findDevice(device)
        .ifPresent(
            record -> {
              SortedMap<RolloutId, LatestOutcome> outcomes = new TreeMap<>(record.outcomes());
              outcomes.remove(rollout);
              store.keep(new DeviceRecord(record.state(), outcomes, record.times()));
            });
  }

  /// A device's report has arrived.
  public void report(DeviceReported event) {
    var _ = partitions.get(partitionOf(event.device())).report(event, world.now());
    count();
  }

  /// The process dies and starts again on what it had kept.
  public void restart() {
    world.trace("notifier", "restarts");
    try {
      var restored = RolloutsCodec.decode(RolloutsCodec.encode(state));
      if (!restored.equals(state)) {
        throw world.violation("the notifier must find its state again, got " + restored);
      }
      state = restored;
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("the notifier must read what it wrote", e);
    }
    partitions = partitions();
    count();
    step(new RolloutEvent.TimePassed());
  }

  /// The record of an enrolled device.
  public DeviceRecord recordOf(DeviceId device) {
    return kept.get(partitionOf(device)).findDevice(device).orElseThrow();
  }

  /// What it believes to be counted.
  public FleetCounts counts() {
    return state.counts();
  }

  /// The rollout that was started last.
  public Optional<Rollout> findActive() {
    return state.findActive();
  }

  /// Whether the rollout of a release is over and well.
  public boolean hasCompleted(PublishedRelease release) {
    return state
        .findActive()
        .filter(active -> active.id().equals(release.rollout()))
        .filter(active -> active.stage() instanceof Stage.Completed)
        .isPresent();
  }

  private static int partitionOf(DeviceId device) {
    return Math.floorMod(device.value().hashCode(), PARTITIONS);
  }

  private void count() {
    if (!isCountDue && partitions.stream().anyMatch(DevicePartition::hasChanged)) {
      isCountDue = true;
      world.after(COUNT_INTERVAL, this::sendCounts);
    }
  }

  private void sendCounts() {
    isCountDue = false;
    for (var partition : partitions) {
      partition
          .takeChanged()
          .values()
          .forEach(report -> send(new RolloutEvent.CountsChanged(report)));
    }
  }

  private void step(RolloutEvent event) {
    switch (RolloutMachine.step(state, event, world.now())) {
      case Transition.Applied(var next, var effects) -> {
        state = next;
        effects.forEach(this::perform);
      }
      case Transition.Ignored _ -> {}
    }
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.PlanRings(var event) -> {
        world.trace("notifier", "plans rings " + event.sequence());
        partitions.forEach(partition -> partition.countUnder(event.document()));
        planned.accept(event);
        count();
      }
      case Effect.AnnounceWave(var event) -> announced.accept(event);
      case Effect.AnnounceHalt(var event) -> announced.accept(event);
      case Effect.RecordChange(var event) ->
          world.trace("rollout " + event.snapshot().id(), event.change());
      case Effect.ScheduleAt(var at) -> wakeAt(at);
    }
  }

  /// The latest alarm holds.
  private void wakeAt(Instant at) {
    if (!alarm.equals(at)) {
      alarm = at;
      world.at(at, () -> ring(at));
    }
  }

  private void ring(Instant at) {
    if (alarm.equals(at)) {
      alarm = Instant.MIN;
      step(new RolloutEvent.TimePassed());
    }
  }
}
