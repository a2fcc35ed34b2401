package dev.sluice.agent;

import dev.sluice.update.UpdateState;
import dev.sluice.update.memory.Outcomes;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.plan.Job;
import dev.sluice.update.port.HealthResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;

/// What an agent counts.
final class AgentMeters {
  private static final String REFRESHING = "refreshing";

  private final MeterRegistry registry;
  private final Counter refreshes;
  private final Timer apply;

  AgentMeters(MeterRegistry registry) {
    this.registry = registry;
    this.refreshes =
        Counter.builder("sluice.agent.refreshes")
            .description("how often the agent began to look for something new")
            .register(registry);
    this.apply =
        Timer.builder("sluice.agent.apply")
            .description("time that applying patches took, piece by piece")
            .register(registry);
  }

  /// Where pieces of applying are timed.
  Timer apply() {
    return apply;
  }

  /// Somebody looked at the health of a new version.
  void looked(HealthResult result) {
    Counter.builder("sluice.agent.health.looks")
        .description("looks at the health of a new version, by what they found")
        .tag("result", word(result))
        .register(registry)
        .increment();
  }

  /// A document was reloaded, or could not be.
  void reloaded(HealthResult result) {
    Counter.builder("sluice.agent.reloads")
        .description("reloads of a document, by how they ended")
        .tag("result", word(result))
        .register(registry)
        .increment();
  }

  private static String word(HealthResult result) {
    return switch (result) {
      case HealthResult.Healthy _ -> "healthy";
      case HealthResult.Unhealthy _ -> "unhealthy";
    };
  }

  /// Bytes came from the edge node.
  ///
  /// @param path what was asked for
  /// @param memory what the agent was at
  void fetched(String path, UpdateMemory memory, long lengthBytes) {
    Counter.builder("sluice.agent.fetched.bytes")
        .description("bytes that came from the edge node, by the way that they belong to")
        .tag("route", route(path, memory))
        .register(registry)
        .increment((double) lengthBytes);
  }

  private static String route(String path, UpdateMemory memory) {
    if (path.startsWith("patches/")) {
      return memory.job() instanceof Job.Underway(_, _, var route) ? route.jsonName() : "patch";
    }
    boolean isArtifact =
        memory.job() instanceof Job.Underway(_, _, var route)
            && route == Job.Route.SLICES
            && (path.startsWith("targets/") || path.startsWith("slices/"));
    return isArtifact ? Job.Route.SLICES.jsonName() : "metadata";
  }

  /// The machine went from one state to the next.
  void moved(UpdateState before, UpdateState after) {
    if (after.phaseName().equals(REFRESHING) && !before.phaseName().equals(REFRESHING)) {
      refreshes.increment();
    }
    if (after.memory().outcome() instanceof Outcomes.Latest(var confirmation)
        && !after.memory().outcome().equals(before.memory().outcome())) {
      Counter.builder("sluice.agent.updates")
          .description("releases that ended, by how")
          .tag("outcome", confirmation.outcome().name().toLowerCase(Locale.ROOT))
          .register(registry)
          .increment();
    }
  }
}
