package dev.sluice.console.distribution;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Where the fleet's bytes came from.
///
/// @param queries as edge nodes and devices told
public record DistributionRoutes(DistributionQueries queries) implements ApiRoutes {
  private static final int DAY = 24;
  private static final int MOST_HOURS = 7 * DAY;

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/fleet/distribution")
            .summary("Where the fleet's bytes came from: origin, tiers, and what patches saved")
            .query("hours", "how far back, 1 to 168; 24 without it")
            .answers(200, DistributionAnswer.class)
            .to(this::show));
  }

  private Answer show(ApiRequest request) throws IOException {
    int hours = request.number("hours", 1, MOST_HOURS).orElse(DAY);
    return Answer.ok(DistributionAnswer.of(queries.since(Duration.ofHours(hours))));
  }
}
