package dev.sluice.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.command.Order;
import dev.sluice.events.flag.FlagSwitch;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.FailureCauses;
import dev.sluice.events.safeguard.HeldDevices;
import dev.sluice.release.Version;
import dev.sluice.release.flags.FlagName;
import dev.sluice.rollout.count.PartitionReport;
import dev.sluice.rollout.count.Passages;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.count.RingReport;
import dev.sluice.rollout.count.RingTimes;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.rollout.policy.StartMode;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The machine among a signer, three partitions of devices and people, under seeds.
class RolloutPropertiesTest {
  private static final int PARTITIONS = 3;

  @Test
  void givenConfirmationsFromEveryDevice_whenTimePasses_thenCompletes() {
    Property.check(
        "with all confirmations in, a rollout completes",
        150,
        seed -> {
          var world = new World(seed);
          world.release(1);

          world.confirmEverything();

          assertThat(world.scenario.stage()).isInstanceOf(Stage.Completed.class);
          assertThat(world.scenario.state.current()).isEqualTo(Scenario.release(1));
        });
  }

  @Test
  void givenAnyEvents_whenEachComesAgain_thenNothingChanges() {
    Property.check(
        "an event that comes again changes nothing",
        150,
        seed -> {
          var world = new World(seed);
          for (int i = 0; i < 60; i++) {
            RolloutEvent event = world.randomEvent();
            world.scenario.step(event);
            ProductRollouts once = world.scenario.state;
            world.scenario.step(event);
            // An order may be repeated until it is signed: it is sent again and changes nothing.
            if (!(event instanceof RolloutEvent.TimePassed) && !isOrder(event)) {
              assertThat(world.scenario.ignored).as("%s again", event).isNotEmpty();
            }
            assertThat(world.scenario.state).isEqualTo(once);
            world.later();
          }
        });
  }

  @Test
  void givenAnyEvents_whenStateIsWrittenAndRead_thenReplayGivesTheSame() {
    Property.check(
        "a state that was written and read goes on alike",
        100,
        seed -> {
          var world = new World(seed);
          for (int i = 0; i < 60; i++) {
            RolloutEvent event = world.randomEvent();
            ProductRollouts read = RolloutsCodec.decode(RolloutsCodec.encode(world.scenario.state));
            assertThat(read).isEqualTo(world.scenario.state);
            Transition other = RolloutMachine.step(read, event, world.scenario.now);
            world.scenario.step(event);
            assertThat(other.state()).isEqualTo(world.scenario.state);
            world.later();
          }
        });
  }

  @Test
  void givenAnyEvents_whenDocumentsArePlanned_thenSharesNeverFallAndHaltedAdmitsNobody() {
    Property.check(
        "shares never fall within a ring, a halted rollout admits nobody, sequences rise",
        300,
        seed -> {
          var world = new World(seed);
          var watch = new Watch();
          for (int i = 0; i < 120; i++) {
            world.scenario.step(world.randomEvent());
            watch.see(world.scenario.effects);
            world.scenario.planned().forEach(world::requireFloors);
            world.later();
          }
        });
  }

  @Test
  void givenAnyEvents_whenFlagsAreOrdered_thenEachDocumentSaysAllOfThemAndNoneIsLost() {
    Property.check(
        "every document planned after an order says it, and it is signed with the first of them",
        300,
        seed -> {
          var world = new World(seed);
          Map<String, Set<FlagName>> off = new HashMap<>();
          for (int i = 0; i < 120; i++) {
            RolloutEvent event = world.randomEvent();
            world.scenario.step(event);
            if (event instanceof RolloutEvent.FlagOrdered ordered) {
              Set<FlagName> flags = off.computeIfAbsent(ordered.ring(), _ -> new HashSet<>());
              boolean _ = ordered.off() ? flags.add(ordered.flag()) : flags.remove(ordered.flag());
            }
            for (RingsDocument document : world.scenario.planned()) {
              for (Ring ring : document.rings()) {
                assertThat(ring.flagsOff()).isEqualTo(off.getOrDefault(ring.name(), Set.of()));
              }
            }
            world.later();
          }
          if (world.scenario.state.findActive().isPresent()) {
            world.scenario.pass(ProductRollouts.ASK_AGAIN_INTERVAL).signed();
            if (world.scenario.state.sequence() > 0) {
              assertThat(world.scenario.state.flags()).allMatch(FlagSwitch::signed);
            }
          }
        });
  }

  @Test
  void givenReports_whenTheyArriveInAnyOrder_thenTheLatestCount() {
    Property.check(
        "counts are those of the latest reports in whatever order",
        100,
        seed -> {
          var first = new World(seed);
          first.release(1);
          first.scenario.pass(Scenario.DELTA_WAIT).signed();
          List<RolloutEvent> reports = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            reports.add(first.report(seed.nextInt(PARTITIONS), 1));
          }
          var second = new Scenario();
          second.state = first.scenario.state;
          second.now = first.scenario.now;

          reports.forEach(first.scenario::step);
          seed.shuffled(reports).forEach(second::step);

          assertThat(second.state.counts()).isEqualTo(first.scenario.state.counts());
        });
  }

  private static boolean isOrder(RolloutEvent event) {
    return event instanceof RolloutEvent.Ordered
        || event instanceof RolloutEvent.RollbackOrdered
        || event instanceof RolloutEvent.Withdrawn
        || event instanceof RolloutEvent.Promoted
        || event instanceof RolloutEvent.Approved
        || event instanceof RolloutEvent.FlagOrdered;
  }

  /// What must hold of all effects together.
  private static final class Watch {
    private final Map<String, Long> shares = new HashMap<>();
    private final Set<RolloutId> over = new HashSet<>();
    private Optional<RingsDocument> latest = Optional.empty();

    void see(List<Effect> effects) {
      for (Effect effect : effects) {
        switch (effect) {
          case Effect.PlanRings plan -> see(plan.event().document());
          case Effect.AnnounceWave(var event) -> {
            if (event.wave() != WaveAnnounced.NO_WAVE) {
              assertThat(over).doesNotContain(event.rollout());
            }
          }
          case Effect.AnnounceHalt halt -> over.add(halt.event().rollout());
          case Effect.RecordChange record -> {
            if (Set.of("halted", "superseded", "rolled-back").contains(record.event().change())) {
              over.add(record.event().snapshot().id());
            }
          }
          case Effect.ScheduleAt _ -> {}
        }
      }
    }

    private void see(RingsDocument document) {
      if (latest.isPresent() && latest.get().sequence() == document.sequence()) {
        assertThat(document).as("asked for again").isEqualTo(latest.get());
        return;
      }
      assertThat(document.sequence()).isGreaterThan(latest.map(RingsDocument::sequence).orElse(0L));
      latest = Optional.of(document);
      for (Ring ring : document.rings()) {
        ring.findNext()
            .ifPresent(
                next -> {
                  if (over.contains(next.rollout())) {
                    assertThat(next.state()).isEqualTo(NextState.HALTED);
                  }
                  String key = next.rollout() + " " + ring.name();
                  assertThat(next.sharePpm()).isGreaterThanOrEqualTo(shares.getOrDefault(key, 0L));
                  shares.put(key, next.sharePpm());
                });
      }
    }
  }

  /// What surrounds the machine.
  private static final class World {
    private final Seeded seed;
    private final Scenario scenario = new Scenario();
    private final RolloutPolicy policy;
    private final long[] revisions = new long[PARTITIONS];
    private final long[] canaries = new long[PARTITIONS];
    private final long[] others = new long[PARTITIONS];
    private final List<RolloutEvent> past = new ArrayList<>();

    World(Seeded seed) {
      this.seed = seed;
      RolloutPolicy straight =
          Scenario.policy(
              StartMode.AUTOMATIC,
              seed.pick(List.of(FailureAction.values())),
              Duration.ofMinutes(seed.between(0, 10)),
              Duration.ofMinutes(seed.between(0, 5)));
      this.policy =
          new RolloutPolicy(
              straight.rings(),
              straight.deltaWait(),
              straight.start(),
              straight.onFailure(),
              Stream.of("1.1", "1.3", "1.4")
                  .filter(_ -> seed.chance(0.5))
                  .map(Version::new)
                  .toList());
      for (int i = 0; i < PARTITIONS; i++) {
        canaries[i] = seed.size(5);
        others[i] = seed.size(50);
      }
    }

    void release(long counter) {
      scenario.release(counter, policy);
    }

    /// Devices are led through all live releases that the policy names, and through no others.
    void requireFloors(RingsDocument document) {
      assertThat(document.floors().releases())
          .isEqualTo(
              scenario.state.history().live().stream()
                  .filter(live -> policy.floors().contains(live.release().version()))
                  .filter(live -> live.counter() < scenario.rollout().release().counter())
                  .toList());
    }

    void later() {
      scenario.now = scenario.now.plusSeconds(seed.between(0, 300));
    }

    /// Signs and confirms whatever is asked for until nothing moves.
    void confirmEverything() {
      for (int i = 0; i < 40 && !(scenario.stage() instanceof Stage.Completed); i++) {
        scenario.pass(Duration.ofMinutes(10)).signed();
        for (int partition = 0; partition < PARTITIONS; partition++) {
          scenario.step(report(partition, confirmed(partition)));
        }
      }
    }

    private Map<String, RingCounts> confirmed(int partition) {
      return Map.of(
          "canary", Scenario.all(canaries[partition]), "broad", Scenario.all(others[partition]));
    }

    RolloutEvent.CountsChanged report(int partition, long sequence) {
      RingCounts canary = random(canaries[partition]);
      return report(
          partition, sequence, Map.of("canary", canary, "broad", random(others[partition])));
    }

    private RolloutEvent.CountsChanged report(int partition, Map<String, RingCounts> rings) {
      return report(partition, scenario.state.sequence(), rings);
    }

    private RolloutEvent.CountsChanged report(
        int partition, long sequence, Map<String, RingCounts> rings) {
      revisions[partition]++;
      return new RolloutEvent.CountsChanged(
          new PartitionReport(
              partition,
              PARTITIONS,
              sequence,
              revisions[partition],
              seed.chance(0.5) ? RingReport.of(rings) : onTheWay(rings)));
    }

    private Map<String, RingReport> onTheWay(Map<String, RingCounts> rings) {
      Map<String, RingReport> reports = new TreeMap<>();
      rings.forEach(
          (name, counts) ->
              reports.put(
                  name,
                  new RingReport(
                      counts,
                      FailureCauses.NONE,
                      RingTimes.NONE,
                      HeldDevices.NONE,
                      Passages.of(new TreeMap<>(Map.of("1.1", 1 + (long) seed.size(50)))))));
      return reports;
    }

    private RingCounts random(long devices) {
      long admitted = seed.between(0, devices);
      long confirmed = seed.between(0, admitted);
      long failed = seed.chance(0.2) ? seed.between(0, admitted - confirmed) : 0;
      long inconclusive = seed.chance(0.2) ? seed.between(0, admitted - confirmed - failed) : 0;
      return new RingCounts(devices, admitted, confirmed, failed, inconclusive);
    }

    /// Anything, sensible more often than not; sometimes what came long before.
    RolloutEvent randomEvent() {
      if (!past.isEmpty() && seed.chance(0.2)) {
        RolloutEvent old = seed.pick(past);
        // An order repeated after others is a new order, so only facts come again.
        if (!isOrder(old)) {
          return old;
        }
      }
      RolloutEvent event = freshEvent();
      past.add(event);
      return event;
    }

    private RolloutEvent freshEvent() {
      long sequence = scenario.state.sequence();
      long counter = Math.max(1, scenario.state.history().lastCounter());
      return switch (seed.nextInt(18)) {
        case 0 ->
            new RolloutEvent.ReleaseSigned(Scenario.release(counter + seed.nextInt(2)), policy);
        case 1 -> new RolloutEvent.DeltasSigned(counter + seed.nextInt(2), seed.chance(0.8));
        case 2, 3, 4 -> new RolloutEvent.RingsSigned(Math.max(1, sequence), Scenario.VERSIONS);
        case 5 -> new RolloutEvent.RingsRefused(Math.max(1, sequence), sequence + seed.nextInt(3));
        case 6, 7, 8 ->
            seed.chance(0.5)
                ? report(seed.nextInt(PARTITIONS), sequence)
                : report(seed.nextInt(PARTITIONS), confirmed(0));
        case 9 ->
            new RolloutEvent.Ordered(
                Scenario.id(counter + seed.nextInt(2)),
                seed.pick(List.of(Order.values())),
                "ada",
                "");
        case 10 ->
            new RolloutEvent.Promoted(
                Scenario.id(counter),
                seed.pick(List.of("canary", "broad")),
                seed.nextInt(1, 3),
                "ada",
                "");
        case 11 ->
            new RolloutEvent.Approved(
                Scenario.id(counter), seed.pick(List.of("canary", "broad")), "ada", "");
        case 12 ->
            new RolloutEvent.RollbackOrdered(
                scenario.state.findActive().map(Rollout::id).orElse(Scenario.id(counter)),
                Scenario.release(Math.max(1, counter - 1)).release(),
                seed.chance(0.5),
                "ada",
                "");
        case 13 ->
            new RolloutEvent.Withdrawn(Scenario.id(Math.max(1, counter - seed.nextInt(3))), "");
        case 14, 15 ->
            new RolloutEvent.FlagOrdered(
                seed.pick(List.of("canary", "broad")),
                new FlagName(seed.pick(List.of("cart", "search"))),
                seed.chance(0.5),
                "ada",
                "");
        default -> new RolloutEvent.TimePassed();
      };
    }
  }
}
