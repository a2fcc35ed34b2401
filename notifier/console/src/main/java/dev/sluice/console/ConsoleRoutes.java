package dev.sluice.console;

import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Route;
import java.util.List;

/// The console's part of the API.
public final class ConsoleRoutes implements ApiRoutes {
  private final List<ApiRoutes> parts;

  /// @param ports what it asks and orders through
  public ConsoleRoutes(ConsolePorts ports) {
    this.parts =
        List.of(
            new RolloutRoutes(ports),
            new PlanRoutes(ports.planner()),
            new RetryRoutes(ports),
            new SafeguardRoutes(ports),
            new PolicyRoutes(ports),
            new DeviceRoutes(ports),
            new DistributionRoutes(ports.distribution()),
            new AuditRoutes(ports),
            new LetterRoutes(ports),
            new ReleaseRecordRoutes(ports),
            new TokenRoutes(ports));
  }

  @Override
  public List<Route> routes() {
    return parts.stream().flatMap(part -> part.routes().stream()).toList();
  }
}
