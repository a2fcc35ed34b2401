package dev.sluice.console.rollout;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Route;
import dev.sluice.console.rollout.RolloutPlanner.PlanBody;
import dev.sluice.events.principal.Role;
import dev.sluice.rollout.plan.RolloutPlan;
import java.util.List;

/// What a rollout would do. It changes nothing, so everybody may ask.
public record PlanRoutes(RolloutPlanner planner) implements ApiRoutes {
  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/rollouts/plan")
            .summary("Runs a rollout over the inventory in virtual time; changes nothing")
            .roles(Role.values())
            .body(PlanBody.class)
            .answers(200, RolloutPlan.class)
            .to(request -> Answer.ok(planner.plan(request.body(PlanBody.class)))));
  }
}
