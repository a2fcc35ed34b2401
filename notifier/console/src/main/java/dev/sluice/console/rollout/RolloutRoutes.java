package dev.sluice.console.rollout;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Page;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.api.stream.EventFeed;
import dev.sluice.console.order.EventLog;
import dev.sluice.console.order.Reasons;
import dev.sluice.events.command.Order;
import dev.sluice.events.command.RingApproved;
import dev.sluice.events.command.RollbackOrdered;
import dev.sluice.events.command.RolloutOrdered;
import dev.sluice.events.command.WavePromoted;
import dev.sluice.events.principal.Role;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Rollouts: shown, followed, ordered.
///
/// @param rollouts as they are
/// @param changes of them, as they happen
/// @param log takes the orders
public record RolloutRoutes(RolloutQueries rollouts, EventFeed changes, EventLog log)
    implements ApiRoutes {
  /// Below which what is ordered of a rollout stands.
  static final String ROLLOUT = "/rollouts/{product}/{counter}";

  private static final String WAITING_FOR_APPROVAL = "waiting-for-approval";
  private static final Set<String> PROMOTABLE = Set.of("admitting", "soaking", "paused");

  /// An order for a rollout.
  ///
  /// @param reason for the audit log
  record OrderBody(Order order, Optional<String> reason) {}

  /// An order that is safe; its effect comes later and shows in the rollout.
  ///
  /// @param by who ordered it
  /// @param rollout as it was when the order came
  record OrderAnswer(Order order, String by, String reason, RolloutAnswer rollout) {}

  /// Which gate to pass. The order names it, so that one which comes twice or late passes no other.
  ///
  /// @param ring the ring that the rollout is in
  /// @param wave its present wave, from 1
  /// @param reason for the audit log
  record PromotionBody(String ring, int wave, Optional<String> reason) {}

  /// @param ring the ring that waits
  /// @param reason the remark, for the audit log
  record ApprovalBody(String ring, Optional<String> reason) {}

  /// Where to go back to.
  ///
  /// @param to version of an earlier release of the product
  /// @param everywhere all rings at once; without it one after the other
  /// @param reason for the audit log
  record RollbackBody(Version to, Optional<Boolean> everywhere, Optional<String> reason) {}

  /// Where it can go back to.
  ///
  /// @param versions the latest first; none unless it is the latest that reached devices
  record RollbackTargets(List<Version> versions) {}

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/rollouts")
            .summary("Rollouts by product, the latest release of each first")
            .query("product", "only those of this product")
            .answersPage(RolloutAnswer.class)
            .to(this::list),
        Route.get("/rollouts/events")
            .summary("Follows the changes of all rollouts from now on")
            .answersEvents(RolloutFeed.Change.class)
            .to(_ -> Answer.events(changes)),
        Route.get(ROLLOUT)
            .summary("One rollout")
            .answers(200, RolloutAnswer.class)
            .to(request -> Answer.ok(RolloutAnswer.of(require(request)))),
        Route.post(ROLLOUT + "/orders")
            .summary("Orders a rollout to start, pause, resume or halt")
            .roles(Role.OPERATOR)
            .body(OrderBody.class)
            .answers(202, OrderAnswer.class)
            .to(this::order),
        Route.post(ROLLOUT + "/promotions")
            .summary("Lets a rollout past the gate of the wave that it is in, whatever it says")
            .roles(Role.OPERATOR)
            .body(PromotionBody.class)
            .answers(202, RolloutAnswer.class)
            .to(this::promote),
        Route.post(ROLLOUT + "/approvals")
            .summary("Approves the ring that a rollout waits for")
            .roles(Role.APPROVER)
            .body(ApprovalBody.class)
            .answers(202, RolloutAnswer.class)
            .to(this::approve),
        Route.get(ROLLOUT + "/rollbacks")
            .summary("The earlier releases that a rollout can be taken back to now")
            .answers(200, RollbackTargets.class)
            .to(this::rollbacks),
        Route.post(ROLLOUT + "/rollbacks")
            .summary("Takes the devices that a rollout reached back to an earlier release")
            .roles(Role.OPERATOR)
            .body(RollbackBody.class)
            .answers(202, RolloutAnswer.class)
            .to(this::rollBack));
  }

  private Answer list(ApiRequest request) throws IOException {
    Optional<ProductName> product = request.query("product", ProductName::parse);
    Page<RolloutSnapshot> page =
        product.isPresent()
            ? rollouts.listOf(product.get(), request.page())
            : rollouts.list(request.page());
    return Answer.ok(page.map(RolloutAnswer::of));
  }

  private Answer order(ApiRequest request) throws IOException {
    RolloutId id = id(request);
    request.requireProduct(id.product());
    var body = request.body(OrderBody.class);
    RolloutSnapshot rollout = require(request);
    requireState(rollout, body.order());
    String reason = Reasons.require(body.reason());
    String by = request.principal().name();
    log.send(new RolloutOrdered(id, body.order(), by, reason));
    return Answer.accepted(new OrderAnswer(body.order(), by, reason, RolloutAnswer.of(rollout)));
  }

  private Answer promote(ApiRequest request) throws IOException {
    RolloutId id = id(request);
    request.requireProduct(id.product());
    var body = request.body(PromotionBody.class);
    RolloutSnapshot rollout = require(request);
    boolean isInIt =
        rollout.rings().stream()
            .anyMatch(ring -> ring.name().equals(body.ring()) && ring.wave() == body.wave());
    if (!PROMOTABLE.contains(rollout.state()) || !isInIt) {
      throw Problem.conflict("rollout " + id + ": there is no such gate to pass")
          .with(
              "a rollout in wave %d of ring %s".formatted(body.wave(), body.ring()),
              rollout.state() + ": " + rollout.reason())
          .asException();
    }
    log.send(
        new WavePromoted(
            id,
            body.ring(),
            body.wave(),
            request.principal().name(),
            Reasons.require(body.reason())));
    return Answer.accepted(RolloutAnswer.of(rollout));
  }

  private Answer approve(ApiRequest request) throws IOException {
    RolloutId id = id(request);
    request.requireProduct(id.product());
    var body = request.body(ApprovalBody.class);
    RolloutSnapshot rollout = require(request);
    boolean isRing = rollout.rings().stream().anyMatch(ring -> ring.name().equals(body.ring()));
    if (!rollout.state().equals(WAITING_FOR_APPROVAL) || !isRing) {
      throw Problem.conflict("rollout " + id + ": there is nothing to approve")
          .with(
              "%s, ring %s".formatted(WAITING_FOR_APPROVAL, body.ring()),
              rollout.state() + ": " + rollout.reason())
          .asException();
    }
    log.send(
        new RingApproved(
            id, body.ring(), request.principal().name(), Reasons.require(body.reason())));
    return Answer.accepted(RolloutAnswer.of(rollout));
  }

  private Answer rollBack(ApiRequest request) throws IOException {
    RolloutId id = id(request);
    request.requireProduct(id.product());
    var body = request.body(RollbackBody.class);
    RolloutSnapshot rollout = require(request);
    var target = new ReleaseId(id.product(), body.to());
    requireTarget(rollout, target);
    log.send(
        new RollbackOrdered(
            id,
            target,
            body.everywhere().orElse(false),
            request.principal().name(),
            Reasons.require(body.reason())));
    return Answer.accepted(RolloutAnswer.of(rollout));
  }

  private Answer rollbacks(ApiRequest request) throws IOException {
    RolloutId id = require(request).id();
    return Answer.ok(
        new RollbackTargets(
            rollouts.rollbackTargets(id).stream().map(ReleaseId::version).toList()));
  }

  /// Refuses what the notifier would not take.
  private void requireTarget(RolloutSnapshot rollout, ReleaseId target) throws IOException {
    List<ReleaseId> targets = rollouts.rollbackTargets(rollout.id());
    if (targets.contains(target)) {
      return;
    }
    String expected =
        targets.isEmpty()
            ? "the latest rollout of its product that reached devices, and a live release before it"
            : "one of " + targets;
    throw Problem.conflict("rollout " + rollout.id() + ": it cannot go back to " + target)
        .with(expected, targets.isEmpty() ? "one that is " + rollout.state() : target.toString())
        .withAdvice("see `sluice rollout list --product " + rollout.id().product() + "`")
        .asException();
  }

  /// Refuses what can have no effect; what comes too late all the same changes nothing.
  private static void requireState(RolloutSnapshot rollout, Order order) {
    String state = rollout.state();
    String expected =
        switch (order) {
          case START -> "waiting-for-start";
          case RESUME -> "paused";
          case PAUSE, HALT -> "a rollout that is under way";
        };
    boolean isFine =
        switch (order) {
          case START, RESUME -> state.equals(expected);
          case PAUSE, HALT -> !RolloutSnapshot.hasEnded(state);
        };
    if (!isFine) {
      throw Problem.conflict("rollout " + rollout.id() + ": the order can have no effect")
          .with(expected, state)
          .asException();
    }
  }

  private RolloutSnapshot require(ApiRequest request) throws IOException {
    return require(rollouts, id(request));
  }

  static RolloutSnapshot require(RolloutQueries rollouts, RolloutId id) throws IOException {
    return rollouts
        .find(id)
        .orElseThrow(
            () ->
                Problem.notFound("rollout " + id + ": there is none")
                    .withAdvice("see `sluice rollout list`")
                    .asException());
  }

  static RolloutId id(ApiRequest request) {
    return request.path(
        "counter", counter -> RolloutId.parse(request.path("product") + "/" + counter));
  }
}
