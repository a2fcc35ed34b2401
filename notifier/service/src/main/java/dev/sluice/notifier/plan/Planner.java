package dev.sluice.notifier.plan;

import dev.sluice.api.Problem;
import dev.sluice.console.release.ReleaseRecord;
import dev.sluice.console.release.ReleaseTable;
import dev.sluice.console.rollout.RolloutPlanner;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.notifier.policy.PolicyDocument;
import dev.sluice.notifier.topology.NotifierQueries;
import dev.sluice.program.exit.InvalidConfigException;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import dev.sluice.rollout.RolloutEvent;
import dev.sluice.rollout.plan.ConfirmationTimes;
import dev.sluice.rollout.plan.EdgeTiers;
import dev.sluice.rollout.plan.PlannedFleet;
import dev.sluice.rollout.plan.PlannedFloor;
import dev.sluice.rollout.plan.RolloutPlan;
import dev.sluice.rollout.plan.WhatIf;
import dev.sluice.rollout.policy.PolicyChoice;
import dev.sluice.rollout.policy.RolloutPolicy;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Plans rollouts from what this notifier holds, one at a time: each reads the whole inventory.
public final class Planner implements RolloutPlanner {
  /// Fewer counted times than this say too little.
  private static final int FEWEST_TIMES = 20;

  private static final EdgeTiers ONE_NODE = new EdgeTiers(List.of(1));
  private static final long STANDARD_SEED = 1;

  private final NotifierQueries queries;
  private final ReleaseTable releases;
  private final InstantSource clock;
  private final Semaphore free = new Semaphore(1);

  /// @param releases that were published
  /// @param clock says when the rollout would start
  public Planner(NotifierQueries queries, ReleaseTable releases, InstantSource clock) {
    this.queries = queries;
    this.releases = releases;
    this.clock = clock;
  }

  @Override
  public RolloutPlan plan(PlanBody question) throws IOException {
    PlannedRelease release = requireRelease(question);
    if (!free.tryAcquire()) {
      throw Problem.unavailable("another plan is being made; try again").asException();
    }
    try {
      return plan(question, release);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage())).asException();
    } finally {
      free.release();
    }
  }

  private RolloutPlan plan(PlanBody question, PlannedRelease release) throws IOException {
    Instant now = clock.instant();
    ProductName product = question.product();
    var signed = new RolloutEvent.ReleaseSigned(release.release(), policy(question));
    var fleet =
        new PlannedFleet(
            signed, release.sizes(), question.tiers().map(EdgeTiers::new).orElse(ONE_NODE), now);
    queries.product(product).ifPresent(state -> fleet.safeguarded(state.holds()));
    fleet.passing(floors(signed));
    lastAnswered(product, release).ifPresent(fleet::answered);
    if (!queries.eachDevice(fleet::add)) {
      throw Problem.badRequest(
              "a plan is made for %,d devices at most".formatted(PlannedFleet.MAX_DEVICES))
          .asException();
    }
    ConfirmationTimes counted = queries.confirmationTimes(product);
    boolean isAssumed = counted.total() < FEWEST_TIMES;
    return new WhatIf(
            signed,
            release.isComplete(),
            isAssumed ? ConfirmationTimes.assumed() : counted,
            isAssumed,
            question.failedPpm().orElse(WhatIf.STANDARD_RATES),
            question.seed().orElse(STANDARD_SEED))
        .plan(fleet, now);
  }

  /// What the policy names and is live; `policy apply` refuses the rest.
  private List<PlannedFloor> floors(RolloutEvent.ReleaseSigned signed) throws IOException {
    ProductName product = signed.release().release().product();
    List<Version> versions = signed.policy().floors();
    List<ReleaseRef> named =
        queries.product(product).stream()
            .map(state -> state.history().floors(versions, signed.release().counter()))
            .flatMap(floors -> floors.releases().stream())
            .toList();
    return releases.list().stream()
        .filter(known -> known.release().product().equals(product))
        .flatMap(known -> PlannedRelease.of(known).stream())
        .filter(known -> named.contains(known.release()))
        .map(known -> new PlannedFloor(known.release(), known.sizes(), known.artifacts()))
        .sorted(Comparator.comparingLong(floor -> floor.release().counter()))
        .toList();
  }

  private PlannedRelease requireRelease(PlanBody question) {
    if (question.version().isPresent() == question.counter().isPresent()) {
      throw Problem.badRequest("expected a version or a counter, got both or none").asException();
    }
    return releases.list().stream()
        .filter(known -> isAskedFor(question, known))
        .flatMap(known -> PlannedRelease.of(known).stream())
        .findFirst()
        .orElseThrow(
            () ->
                Problem.notFound("product " + question.product() + ": no such release is published")
                    .withAdvice("`sluice publish --start manual` publishes without moving a device")
                    .asException());
  }

  private static boolean isAskedFor(PlanBody question, ReleaseRecord known) {
    return known.release().product().equals(question.product())
        && question.version().map(known.release().version()::equals).orElse(true)
        && question.counter().map(counter -> counter == known.counter()).orElse(true);
  }

  private RolloutPolicy policy(PlanBody question) throws IOException {
    try {
      if (question.policy().isPresent()) {
        return PolicyDocument.read("policy", question.policy().get());
      }
      var own = queries.policy(question.product());
      var applied = own.isPresent() ? own : queries.policy(PolicyChoice.STANDARD);
      return applied
          .map(stamped -> PolicyDocument.read("policy", stamped.event().document()))
          .orElseGet(RolloutPolicy::defaults);
    } catch (InvalidConfigException e) {
      throw Problem.invalid("the policy cannot be planned with", e.mistakes()).asException();
    }
  }

  /// Who did not answer the last rollout that went through is expected to be silent again.
  private Optional<PlannedFleet.Answered> lastAnswered(ProductName product, PlannedRelease release)
      throws IOException {
    for (RolloutSnapshot rollout : queries.rolloutsOf(product)) {
      boolean isEarlier = rollout.counter() < release.release().counter();
      if (isEarlier && rollout.id().run() == 1 && rollout.state().equals("completed")) {
        return rollout.rings().stream()
            .flatMap(ring -> ring.span().findStartedAt().stream())
            .min(Instant::compareTo)
            .map(startedAt -> new PlannedFleet.Answered(rollout.id(), startedAt));
      }
    }
    return Optional.empty();
  }
}
