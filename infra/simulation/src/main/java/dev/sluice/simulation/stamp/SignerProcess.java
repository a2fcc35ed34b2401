package dev.sluice.simulation.stamp;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.TracedEvent;
import dev.sluice.events.release.ArtifactEvent;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.repository.ClockRule;
import dev.sluice.repository.RepositoryStep;
import dev.sluice.repository.RepositoryStep.Ended;
import dev.sluice.repository.RepositoryStep.TellTime;
import dev.sluice.repository.RepositoryStep.WriteOnce;
import dev.sluice.repository.RepositoryStep.WriteTimestamp;
import dev.sluice.repository.change.Planner;
import dev.sluice.repository.change.Proposal;
import dev.sluice.repository.change.Renewals;
import dev.sluice.repository.change.Upkeep;
import dev.sluice.repository.commit.Committed;
import dev.sluice.repository.commit.RepositoryCommit;
import dev.sluice.repository.commit.RepositoryOpening;
import dev.sluice.repository.plan.SigningPlan;
import dev.sluice.repository.role.Lifetimes;
import dev.sluice.repository.state.Repository;
import dev.sluice.repository.state.StoredRepository;
import dev.sluice.simulation.world.World;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.metadata.Roles;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The signer's process: it performs the steps of the repository's core one after the other and may
/// die before each. One piece of work is under way at a time.
///
/// What it knows of the repository dies with it. Events wait outside until they were answered, so
/// that they come again after a crash; now and then one that was answered comes again as well.
public final class SignerProcess {
  private static final Duration STEP_LATENCY = Duration.ofMillis(15);
  private static final Duration RETRY = Duration.ofSeconds(20);
  private static final Duration CHECK_INTERVAL = Duration.ofMinutes(20);
  private static final ClockRule CLOCK_RULE = new ClockRule(Duration.ofMinutes(2));

  /// Short, so that roles other than the timestamp are renewed within a history.
  private static final Lifetimes LIFETIMES =
      new Lifetimes(
          Duration.ofDays(365),
          Duration.ofDays(180),
          Duration.ofDays(365),
          Duration.ofDays(2),
          Duration.ofDays(2),
          Duration.ofDays(2),
          Duration.ofHours(24));

  private final World world;
  private final StampStore store;
  private final KeysInMemory keys;
  private final Consumer<Event> answers;
  private final PlantedBugs bugs;
  private final Seeded chance;

  private final List<StampedEvent<ArtifactEvent>> artifacts = new ArrayList<>();
  private final List<StampedEvent<SigningEvent>> rings = new ArrayList<>();
  private boolean isRenewalDue = true;
  private Duration clockError = Duration.ZERO;

  private long life;
  private boolean isWorking;
  private Optional<StoredRepository> known = Optional.empty();

  /// A signer that was never started.
  ///
  /// @param answers takes what it says of its work
  public SignerProcess(World world, StampStore store, Consumer<Event> answers) {
    this.world = world;
    this.store = store;
    this.keys = new KeysInMemory();
    this.answers = answers;
    this.bugs = new PlantedBugs(world);
    this.chance = world.chance().split();
  }

  /// Founds the repository before anything goes wrong: devices are born with its root.
  ///
  /// @return the root file
  public byte[] found() {
    StoredRepository founded = atOnce(new RepositoryOpening(keys, LIFETIMES).openOrFound());
    world.every(CHECK_INTERVAL, this::renew);
    return founded.rootFile().bytes();
  }

  /// An event of topic `artifacts` waits for it.
  public void take(ArtifactEvent event) {
    artifacts.add(stamped(event));
    work();
  }

  /// An event of topic `signing` waits for it.
  public void take(SigningEvent event) {
    rings.add(stamped(bugs.changed(event)));
    work();
  }

  private <E extends Event> StampedEvent<E> stamped(E event) {
    return new StampedEvent<>("id", "simulation", world.now(), event);
  }

  /// Its clock is set, rightly or wrongly.
  public void setClockError(Duration error) {
    world.trace("signer", "clock is off by " + error);
    clockError = error;
  }

  private void renew() {
    isRenewalDue = true;
    work();
  }

  /// Somebody else with the same keys changes the repository in one go.
  ///
  /// @return the repository afterwards
  <P extends Proposal> Committed<P> commitAtOnce(Planner<P> planner) {
    StoredRepository opened = atOnce(RepositoryOpening.openExisting());
    return atOnce(new RepositoryCommit<>(planner, keys, LIFETIMES).begin(opened));
  }

  private <T> T atOnce(RepositoryStep<T> work) {
    return new StoreSession(store, world.now()).perform(work);
  }

  private void work() {
    if (isWorking) {
      return;
    }
    if (isRenewalDue) {
      begin(this::renewal, () -> isRenewalDue = false);
    } else if (!artifacts.isEmpty()) {
      List<StampedEvent<ArtifactEvent>> batch = List.copyOf(artifacts);
      sign(before -> SigningPlan.ofArtifacts(before, batch), artifacts, batch);
    } else if (!rings.isEmpty()) {
      List<StampedEvent<SigningEvent>> batch = List.copyOf(rings);
      sign(before -> SigningPlan.ofRings(bugs.remembered(before), batch), rings, batch);
    }
  }

  private Renewals renewal(Repository before) {
    return Renewals.of(before, LIFETIMES, now());
  }

  private Instant now() {
    return world.now().plus(clockError);
  }

  /// The events of a batch are done with once their answers are out.
  private <E extends Event> void sign(
      Planner<SigningPlan> planner, List<StampedEvent<E>> waiting, List<StampedEvent<E>> batch) {
    begin(
        planner,
        committed -> {
          Repository repository = committed.repository();
          var versions =
              new MetadataVersions(
                  repository.timestamp().version(), repository.snapshot().version());
          for (TracedEvent answer : committed.proposal().answers(versions)) {
            world.trace("signer", "answers " + answer.event().type() + " " + answer.event().key());
            answers.accept(answer.event());
          }
          waiting.subList(0, batch.size()).clear();
          if (strikes(Fault.REDELIVERY)) {
            world.after(lateness(), () -> deliverAgain(waiting, batch));
          }
        });
  }

  private Duration lateness() {
    return Duration.ofSeconds(chance.between(0, 30 * 60));
  }

  private <E extends Event> void deliverAgain(
      List<StampedEvent<E>> waiting, List<StampedEvent<E>> batch) {
    world.trace("signer", "gets " + batch.size() + " events again");
    waiting.addAll(batch);
    work();
  }

  private void begin(Planner<Renewals> planner, Runnable then) {
    begin(planner, _ -> then.run());
  }

  private <P extends Proposal> void begin(Planner<P> planner, Consumer<Committed<P>> then) {
    isWorking = true;
    if (known.isEmpty()) {
      perform(
          RepositoryOpening.openExisting(),
          opened -> {
            known = Optional.of(opened);
            begin(planner, then);
          });
      return;
    }
    perform(
        new RepositoryCommit<>(planner, keys, LIFETIMES).begin(known.get()),
        committed -> {
          known = Optional.of(committed.stored());
          if (!committed.signedRoles().isEmpty()) {
            world.trace("signer", "signed " + String.join(" ", committed.signedRoles()));
          }
          then.accept(committed);
          isWorking = false;
          work();
        });
  }

  private <T> void perform(RepositoryStep<T> step, Consumer<T> then) {
    long when = life;
    world.after(
        STEP_LATENCY,
        () -> {
          if (when == life) {
            arrive(step, then);
          }
        });
  }

  private <T> void arrive(RepositoryStep<T> step, Consumer<T> then) {
    if (strikes(Fault.CRASH)) {
      crash();
      return;
    }
    if (step instanceof Ended<T>(var result)) {
      then.accept(result);
      return;
    }
    if (store.isAway()) {
      fail("the store is away");
      return;
    }
    if (step instanceof TellTime<T>
        && CLOCK_RULE.findDisagreement(now(), world.now(), now()).isPresent()) {
      fail("its clock is off by " + clockError);
      return;
    }
    if (step instanceof WriteTimestamp<T> && strikes(Fault.LOST_RACE)) {
      var _ = commitAtOnce(_ -> Upkeep.renewing(Set.of(Roles.TIMESTAMP)));
    }
    try {
      RepositoryStep<T> next = new StoreSession(store, now()).next(step);
      if (isWrite(step) && strikes(Fault.LOST_ANSWER)) {
        fail("no answer to a write");
      } else {
        perform(next, then);
      }
    } catch (IOException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isWrite(RepositoryStep<?> step) {
    return step instanceof WriteOnce<?> || step instanceof WriteTimestamp<?>;
  }

  /// The work is begun again after a while.
  private void fail(String reason) {
    world.trace("signer", "fails: " + reason);
    long when = life;
    world.after(
        RETRY,
        () -> {
          if (when == life) {
            isWorking = false;
            work();
          }
        });
  }

  private void crash() {
    world.trace("signer", "crashes");
    life++;
    known = Optional.empty();
    isWorking = true;
    long when = life;
    world.after(
        Duration.ofSeconds(chance.between(1, 120)),
        () -> {
          if (when == life) {
            isWorking = false;
            isRenewalDue = true;
            work();
          }
        });
  }

  private boolean strikes(Fault fault) {
    return world.faults().strikes(fault, chance);
  }
}
