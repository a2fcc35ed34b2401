package dev.sluice.fleet.device;

import dev.sluice.events.condition.DeviceFacts;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.rings.Admission;
import dev.sluice.events.rings.FloorReleases;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingMembership;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a fleet of light devices does about rings documents.
///
/// | a device that | does |
/// |---|---|
/// | is admitted to a release above its own | answers once, after its start and its latency |
/// | the same, with floor releases between | runs each for its latency first, and says nothing |
/// | is admitted to an ordered rollback | the same, for a release below its own |
/// | is not admitted, or whose ring is paused or halted | takes the ring's current release |
/// | is told, and by its turn no longer admitted | says nothing |
/// | is off when it is told, or at its turn | goes on when it is on again |
///
/// Rules of real devices decide: [RingMembership], [Admission] and [FloorReleases]. A device keeps
/// some twenty bytes here, whatever the number of releases. For one thread.
public final class FleetMachine {
  private final FleetModel model;

  /// The counters of what each device runs, and of what it answered last; 0 for nothing.
  private final long[] running;

  private final long[] answered;

  /// Which attempt that was.
  private final int[] attempts;

  /// Which devices are in the agenda.
  private final BitSet waiting = new BitSet();

  private final Agenda agenda = new Agenda();

  /// By ring, for the newest release.
  private final Map<String, RingTotals> totals = new TreeMap<>();

  private Optional<RingsDocument> document = Optional.empty();
  private long newest;

  /// A fleet that runs nothing and knows of no document.
  public FleetMachine(FleetModel model) {
    this.model = model;
    this.running = new long[model.devices()];
    this.answered = new long[model.devices()];
    this.attempts = new int[model.devices()];
  }

  /// Shows all devices a signed document; an older one than the last is ignored.
  ///
  /// @throws IllegalArgumentException if it is another product's
  public void learn(RingsDocument signed, Instant now) {
    if (!signed.product().equals(model.product())) {
      throw new IllegalArgumentException(
          "expected rings of %s, got %s".formatted(model.product(), signed.product()));
    }
    if (document.filter(known -> known.sequence() >= signed.sequence()).isPresent()) {
      return;
    }
    document = Optional.of(signed);
    for (int device = 0; device < model.devices(); device++) {
      if (!waiting.get(device)) {
        tell(device, now);
      }
    }
  }

  private void tell(int device, Instant now) {
    Optional<Order> order = order(device);
    Optional<Instant> learns = order.isPresent() ? model.onAt(device, now) : Optional.empty();
    if (order.isEmpty() || learns.isEmpty()) {
      return;
    }
    count(order.get().release().counter());
    totals.merge(order.get().ring(), RingTotals.NONE.toldOne(), (held, _) -> held.toldOne());
    waiting.set(device);
    Instant starts = order.get().startAt(model.id(device), learns.get());
    agenda.put(device, starts.plus(model.latency(device, order.get().release().counter())));
  }

  /// A newer release is counted anew.
  private void count(long counter) {
    if (counter > newest) {
      newest = counter;
      totals.clear();
    }
  }

  /// When [#due(Instant, int)] gives the next answer; empty until another document comes.
  public Optional<Instant> nextAt() {
    return agenda.firstAt();
  }

  /// Takes out what is due, the earliest first.
  ///
  /// @param most how many devices are looked at
  public List<Answer> due(Instant now, int most) {
    List<Answer> answers = new ArrayList<>();
    for (int looked = 0;
        looked < most && agenda.firstAt().filter(at -> !at.isAfter(now)).isPresent();
        looked++) {
      int device = agenda.take();
      Instant on = model.onAt(device, now).orElseThrow();
      if (on.isAfter(now)) {
        agenda.put(device, on);
      } else {
        waiting.clear(device);
        Optional<Order> order = order(device);
        if (order.isPresent() && passes(device, order.get())) {
          waiting.set(device);
          agenda.put(device, now.plus(model.latency(device, running[device])));
        } else {
          order.ifPresent(last -> answers.add(answer(device, last, now)));
        }
      }
    }
    return answers;
  }

  /// Runs the floor release that comes next on the device's way, if there is one.
  private boolean passes(int device, Order order) {
    FloorReleases floors = document.map(RingsDocument::floors).orElse(FloorReleases.NONE);
    ReleaseRef next = floors.next(running[device], order.release());
    boolean isFloor = !next.equals(order.release());
    if (isFloor) {
      running[device] = next.counter();
    }
    return isFloor;
  }

  private Answer answer(int device, Order order, Instant now) {
    long counter = order.release().counter();
    boolean isInstalled = !model.fails(device, counter, order.attempt());
    answered[device] = counter;
    attempts[device] = order.attempt();
    if (isInstalled) {
      running[device] = counter;
    }
    count(counter);
    totals.merge(
        order.ring(),
        RingTotals.NONE.toldOne().answered(isInstalled),
        (held, _) -> held.answered(isInstalled));
    return new Answer(
        device,
        order.ring(),
        order.release(),
        order.rollout(),
        order.attempt(),
        isInstalled ? Outcome.INSTALLED : Outcome.ROLLED_BACK,
        now);
  }

  /// The counter of the newest release that a device was told of; 0 before.
  public long newest() {
    return newest;
  }

  /// How many devices are about to answer.
  public int waiting() {
    return agenda.size();
  }

  /// What the rings did about the newest release, by name; a copy.
  public Map<String, RingTotals> totals() {
    return new TreeMap<>(totals);
  }

  /// What the document orders a device to do; empty if it has done so.
  private Optional<Order> order(int device) {
    if (document.isEmpty()) {
      return Optional.empty();
    }
    DeviceId id = model.id(device);
    Optional<Ring> ring = RingMembership.ringOf(document.get(), id, model.attributes(device));
    return ring.flatMap(found -> order(found, id, running[device]))
        .filter(order -> order.isRollback() || !isKeptOut(document.get(), id, device))
        .filter(
            order ->
                order.release().counter() != answered[device] || order.attempt() > attempts[device])
        .filter(
            order ->
                order.isRollback()
                    ? order.release().counter() < running[device]
                    : order.release().counter() > running[device]);
  }

  /// By what it is: light devices keep the counter that they run, not its version.
  private boolean isKeptOut(RingsDocument asked, DeviceId id, int device) {
    return !asked.safeguards().isEmpty()
        && asked
            .safeguards()
            .findFor(DeviceFacts.of(id, model.attributes(device)), false)
            .isPresent();
  }

  private static Optional<Order> order(Ring ring, DeviceId id, long running) {
    Optional<NextRelease> next =
        ring.findNext()
            .filter(release -> release.state() == NextState.ADMITTING)
            .filter(release -> Admission.isAdmitted(release.rollout(), id, release.sharePpm()));
    return next.isPresent()
        ? next.map(release -> Order.of(ring.name(), release))
        : ring.findCurrent().map(release -> Order.of(ring, release, running));
  }

  /// @param windowStart with `window` when devices start
  private record Order(
      String ring,
      ReleaseRef release,
      RolloutId rollout,
      int attempt,
      boolean isRollback,
      Instant windowStart,
      Duration window) {
    static Order of(String ring, NextRelease next) {
      return new Order(
          ring,
          next.release(),
          next.rollout(),
          next.attempt(),
          next.orderedRollback(),
          next.windowStart(),
          next.window());
    }

    /// What stands in a ring for good has no window: a device takes it when it learns of it.
    static Order of(Ring ring, ReleaseRef current, long running) {
      RolloutId rollout =
          ring.findRestoredBy()
              .orElse(new RolloutId(current.release().product(), current.counter()));
      boolean isRollback = ring.findRestoredBy().isPresent() && running > current.counter();
      return new Order(
          ring.name(),
          current,
          rollout,
          RolloutId.FIRST_ATTEMPT,
          isRollback,
          Instant.EPOCH,
          Duration.ZERO);
    }

    Instant startAt(DeviceId device, Instant learns) {
      Instant start = Admission.startAt(rollout, device, windowStart, window, learns);
      return start.isBefore(learns) ? learns : start;
    }
  }
}
