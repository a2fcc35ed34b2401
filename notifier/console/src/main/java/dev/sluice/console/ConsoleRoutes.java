package dev.sluice.console;

import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Route;
import dev.sluice.console.audit.AuditRoutes;
import dev.sluice.console.device.DeviceRoutes;
import dev.sluice.console.device.RingsReaders;
import dev.sluice.console.distribution.DistributionRoutes;
import dev.sluice.console.flag.FlagRoutes;
import dev.sluice.console.letter.LetterRoutes;
import dev.sluice.console.order.EventLog;
import dev.sluice.console.policy.PolicyRoutes;
import dev.sluice.console.release.ReleaseRecordRoutes;
import dev.sluice.console.rollout.PlanRoutes;
import dev.sluice.console.rollout.RetryRoutes;
import dev.sluice.console.rollout.RolloutRoutes;
import dev.sluice.console.safeguard.SafeguardRoutes;
import dev.sluice.console.token.TokenRoutes;
import java.util.List;

/// The console's part of the API.
public final class ConsoleRoutes implements ApiRoutes {
  private final List<ApiRoutes> parts;

  /// @param ports what it asks and orders through
  public ConsoleRoutes(ConsolePorts ports) {
    var readers = new RingsReaders(ports.devices(), ports.clock());
    EventLog log = ports.log();
    this.parts =
        List.of(
            new RolloutRoutes(ports.rollouts(), ports.changes(), log),
            new PlanRoutes(ports.planner()),
            new RetryRoutes(ports.rollouts(), readers, log),
            new SafeguardRoutes(ports.safeguards(), readers, log),
            new FlagRoutes(ports.flags(), ports.releases(), readers, log),
            new PolicyRoutes(ports.policies(), ports.reader(), readers, log),
            new DeviceRoutes(ports.devices(), log),
            new DistributionRoutes(ports.distribution()),
            new AuditRoutes(ports.audit()),
            new LetterRoutes(ports.letters(), log),
            new ReleaseRecordRoutes(ports.releases(), ports.policies(), log),
            new TokenRoutes(ports.tokens(), log, ports.clock()));
  }

  @Override
  public List<Route> routes() {
    return parts.stream().flatMap(part -> part.routes().stream()).toList();
  }
}
