package dev.sluice.simulation;

import dev.sluice.events.maintenance.Forcing;
import dev.sluice.events.maintenance.InstallTimes;
import dev.sluice.events.maintenance.MaintenanceWindow;
import dev.sluice.events.maintenance.WeekDays;
import dev.sluice.events.rings.Selector;
import dev.sluice.rollout.gate.Gate;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.Pace;
import dev.sluice.rollout.policy.RingPolicy;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.rollout.policy.StartMode;
import dev.sluice.simulation.stamp.PublishedRelease;
import dev.sluice.simulation.world.Sabotage;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Faults;
import dev.sluice.testkit.Seeded;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What happens in a simulation, apart from chance.
///
/// @param devices how many, 1 or more
/// @param releases how many are published, 1 or more; the last one is left to complete
/// @param halts whether one of those before the last is halted by a person
/// @param outage how long the object store is away when that halt is ordered; zero for not at all
/// @param theft whether the rings key is stolen and orders the first release again
/// @param faults what goes wrong until they end
/// @param sabotage which rule is broken on purpose
/// @param floors counters of releases that devices pass through; not one that is halted
public record Scenario(
    int devices,
    int releases,
    boolean halts,
    Duration outage,
    boolean theft,
    Faults faults,
    Sabotage sabotage,
    Set<Integer> floors) {
  /// How many devices a large fleet has at least.
  public static final int LARGE_FLEET = 50;

  /// Everything at once, each rarely enough that devices get on. Clocks are off by up to 30 s each,
  /// jump by minutes, and now and then tell a moment that is days or decades away.
  public static final Faults EVERY_FAULT =
      Faults.none()
          .with(Fault.LOSS, 0.03)
          .with(Fault.DUPLICATION, 0.1)
          .with(Fault.REORDERING, 0.1)
          .with(Fault.DELAY, 0.1)
          .with(Fault.FLIPPED_BIT, 0.01)
          .with(Fault.SHORT_READ, 0.01)
          .with(Fault.FULL_DISK, 0.004)
          .with(Fault.CRASH, 0.005)
          .with(Fault.UNAVAILABLE, 0.15)
          .with(Fault.LONG_OUTAGE, 0.005)
          .with(Fault.LOST_RACE, 0.03)
          .with(Fault.LOST_ANSWER, 0.005)
          .with(Fault.REDELIVERY, 0.05)
          .with(Fault.CLOCK_JUMP, 0.1)
          .with(Fault.PARTITION, 0.1)
          .with(Fault.CLOGGED_LINK, 0.1)
          .with(Fault.OUTAGE, 0.05)
          .with(Fault.ROT, 0.02)
          .with(Fault.CLOCK_AHEAD, 0.02)
          .with(Fault.CLOCK_BEHIND, 0.02)
          .with(Fault.SHORT_OF_ROOM, 0.2)
          .withMaxDelay(Duration.ofSeconds(30));

  private static final Faults SHORT_OF_ROOM = EVERY_FAULT.with(Fault.SHORT_OF_ROOM, 0.9);

  /// Hardly a clock tells the right time.
  private static final Faults LYING_CLOCKS =
      EVERY_FAULT
          .with(Fault.CLOCK_JUMP, 0.3)
          .with(Fault.CLOCK_AHEAD, 0.2)
          .with(Fault.CLOCK_BEHIND, 0.2);

  /// In the device's morning; whoever hears of a release in the afternoon waits an hour at most.
  private static final InstallTimes HALF_DAYS =
      new InstallTimes.Within(
          List.of(
              new MaintenanceWindow(WeekDays.parse("mon-sun"), LocalTime.MIDNIGHT, LocalTime.NOON)),
          new Forcing.After(Duration.ofHours(1)));

  private static final List<Duration> OUTAGES =
      List.of(Duration.ZERO, Duration.ofMinutes(10), Duration.ofMinutes(60));

  /// Checks that there is something to simulate.
  public Scenario {
    floors = Collections.unmodifiableSet(new TreeSet<>(floors));
    if (devices < 1 || releases < 1) {
      throw new IllegalArgumentException("a scenario needs a device and a release");
    }
  }

  /// A scenario by chance: mostly with 1 to 10 devices, one in about sixteen with
  /// [#LARGE_FLEET] to 100.
  public static Scenario drawn(Seeded seeded) {
    return seeded.chance(0.06)
        ? drawn(seeded, LARGE_FLEET + seeded.size(50), (int) seeded.between(2, 3))
        : drawn(seeded, 1 + seeded.size(9), (int) seeded.between(2, 4));
  }

  private static Scenario drawn(Seeded seeded, int devices, int releases) {
    boolean halts = releases > 2 && seeded.nextBoolean();
    return new Scenario(
        devices,
        releases,
        halts,
        halts ? seeded.pick(OUTAGES) : Duration.ZERO,
        releases > 2 && seeded.nextBoolean(),
        drawnFaults(seeded),
        Sabotage.NONE,
        IntStream.range(1, halts ? releases - 1 : releases)
            .filter(_ -> seeded.chance(0.6))
            .boxed()
            .collect(Collectors.toSet()));
  }

  /// Mostly a little of everything; sometimes nothing, or very much of one kind.
  private static Faults drawnFaults(Seeded seeded) {
    return switch (seeded.nextInt(8)) {
      case 0 -> Faults.none();
      case 1 -> SHORT_OF_ROOM;
      case 2 -> LYING_CLOCKS;
      default -> EVERY_FAULT;
    };
  }

  /// Every fault, on a fleet that updates three times.
  static Scenario wild() {
    return new Scenario(6, 4, false, Duration.ZERO, false, EVERY_FAULT, Sabotage.NONE, Set.of());
  }

  /// No device has room for two copies of what it installs.
  static Scenario shortOfRoom() {
    return new Scenario(6, 4, false, Duration.ZERO, false, SHORT_OF_ROOM, Sabotage.NONE, Set.of());
  }

  /// What makes a broken rule show soon: mostly everything that can happen.
  public static Scenario sabotaged(Sabotage sabotage) {
    return switch (sabotage) {
      case IGNORED_DIGESTS, UNCHECKED_SLICES ->
          sabotaged(sabotage, 6, EVERY_FAULT.with(Fault.FLIPPED_BIT, 0.05));
      // A device that hears of a halt while it waits for its window, and hears it in time.
      case IGNORED_HOLD -> sabotaged(sabotage, 60, Faults.none());
      // A device whose ring waits for others: else the counts do not nest, which the core notices.
      case COUNTED_TWICE -> sabotaged(sabotage, 60, EVERY_FAULT);
      default -> sabotaged(sabotage, 6, EVERY_FAULT);
    };
  }

  private static Scenario sabotaged(Sabotage sabotage, int devices, Faults faults) {
    return new Scenario(devices, 4, true, Duration.ofHours(1), true, faults, sabotage, Set.of(2));
  }

  /// Three rings, the last two in waves; failures pause, because a person may resume.
  RolloutPolicy policy() {
    var gate = new Gate(100_000, 950_000, 800_000, 300_000, 20);
    return new RolloutPolicy(
        List.of(
            ring(
                "canary",
                new Selector.Tag("canary"),
                List.of(1_000_000L),
                gate,
                new InstallTimes.Anytime()),
            ring(
                "early",
                new Selector.StablePercentage("early", 400_000),
                List.of(500_000L, 1_000_000L),
                gate,
                HALF_DAYS),
            ring("broad", new Selector.Everyone(), List.of(300_000L, 1_000_000L), gate, HALF_DAYS)),
        Duration.ofMinutes(5),
        StartMode.AUTOMATIC,
        FailureAction.PAUSE,
        floors.stream().map(PublishedRelease::version).toList());
  }

  private static RingPolicy ring(
      String name, Selector selector, List<Long> waves, Gate gate, InstallTimes install) {
    return new RingPolicy(
        name,
        selector,
        waves,
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30),
        false,
        gate,
        install,
        new Pace.Unlimited());
  }
}
