package dev.sluice.console.rollout;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.console.device.RingsReaders;
import dev.sluice.console.order.EventLog;
import dev.sluice.console.order.Reasons;
import dev.sluice.events.command.RetryOrdered;
import dev.sluice.events.principal.Role;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.RingProgress;
import dev.sluice.events.rollout.RolloutSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Asks the devices that failed at a rollout to try again.
///
/// @param rollouts as they are
/// @param readers refuse what devices cannot read
/// @param log takes the orders
public record RetryRoutes(RolloutQueries rollouts, RingsReaders readers, EventLog log)
    implements ApiRoutes {
  private static final Set<String> RETRYABLE = Set.of("admitting", "soaking", "paused", "halted");

  /// Which attempt to make. The order names it, so that one which comes twice makes one.
  ///
  /// @param ring the ring whose devices are asked; without it every ring that the rollout reached
  /// @param attempt one more than the highest that any ring is at
  /// @param reason for the audit log
  /// @param force makes it even if some devices cannot read that they are asked again
  record RetryBody(
      Optional<String> ring, int attempt, Optional<String> reason, Optional<Boolean> force) {}

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post(RolloutRoutes.ROLLOUT + "/retries")
            .summary("Asks the devices that failed to try again; a stopped rollout goes on")
            .roles(Role.OPERATOR)
            .body(RetryBody.class)
            .answers(202, RolloutAnswer.class)
            .to(this::retry));
  }

  private Answer retry(ApiRequest request) throws IOException {
    RolloutId id = RolloutRoutes.id(request);
    request.requireProduct(id.product());
    var body = request.body(RetryBody.class);
    RolloutSnapshot rollout = RolloutRoutes.require(rollouts, id);
    requireNext(rollout, body);
    if (!body.force().orElse(false)) {
      readers.require(id.product(), RingsDocument.RETRIED_VERSION);
    }
    log.send(
        new RetryOrdered(
            id,
            body.ring().orElse(""),
            body.attempt(),
            request.principal().name(),
            Reasons.require(body.reason())));
    return Answer.accepted(RolloutAnswer.of(rollout));
  }

  /// Refuses what can have no effect; what comes too late all the same changes nothing.
  private static void requireNext(RolloutSnapshot rollout, RetryBody body) {
    List<RingProgress> asked =
        rollout.rings().stream()
            .filter(ring -> ring.wave() > 0 && body.ring().map(ring.name()::equals).orElse(true))
            .toList();
    int latest = asked.stream().mapToInt(RingProgress::attempt).max().orElse(0);
    if (!RETRYABLE.contains(rollout.state())
        || asked.isEmpty()
        || body.attempt() <= latest
        || !RolloutId.isAttempt(body.attempt())) {
      throw Problem.conflict("rollout " + rollout.id() + ": it cannot be tried again so")
          .with(
              "a rollout that admits, soaks, is paused or halted, and an attempt above %d"
                  .formatted(latest),
              "%s, attempt %d".formatted(rollout.state(), body.attempt()))
          .asException();
    }
  }
}
