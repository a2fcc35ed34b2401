package dev.sluice.update;

import dev.sluice.events.TraceParent;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.memory.Outcomes;
import dev.sluice.update.memory.RolloutTrace;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.port.Effect.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Keeps the trace of the rollout that is under way: the announcement's, else one of its own.
final class Tracing {
  private static final int TRACE_ID_LENGTH = 32;
  private static final int SPAN_ID_LENGTH = 16;

  private Tracing() {}

  /// An announcement tells the trace of a rollout. Work that began without one joins it, as long as
  /// its outcome was not told.
  static void heard(Run run, RolloutId rollout, TraceParent trace) {
    run.heard = new RolloutTrace.Of(rollout, trace);
    Optional<TraceParent> own = run.memory.trace().find(rollout);
    if (own.isPresent()
        && !own.get().traceId().equals(trace.traceId())
        && !isTold(run.memory, rollout)) {
      run.log(
          Severity.INFO,
          "joined the announcement's trace",
          "rollout",
          rollout.toString(),
          "traceId",
          own.get().traceId(),
          "joined",
          trace.traceId());
      run.remember(run.memory.withTrace(run.heard));
    }
  }

  private static boolean isTold(UpdateMemory memory, RolloutId rollout) {
    return memory.outcome() instanceof Outcomes.Latest(var told) && told.rollout().equals(rollout);
  }

  /// Work for a rollout begins, or goes on.
  static void begin(Run run, RolloutId rollout) {
    Optional<TraceParent> known = run.memory.trace().find(rollout);
    TraceParent trace =
        run.heard.find(rollout).or(() -> known).orElseGet(() -> ownTrace(run, rollout));
    if (!known.equals(Optional.of(trace))) {
      run.remember(run.memory.withTrace(new RolloutTrace.Of(rollout, trace)));
    }
  }

  /// Differs between devices, rollouts and moments, and takes nothing from the source of chance.
  private static TraceParent ownTrace(Run run, RolloutId rollout) {
    String seed = run.settings.device() + " " + rollout + " " + run.now;
    String hex = Digest.sha256(seed.getBytes(StandardCharsets.UTF_8)).hex();
    return new TraceParent(
        hex.substring(0, TRACE_ID_LENGTH),
        hex.substring(TRACE_ID_LENGTH, TRACE_ID_LENGTH + SPAN_ID_LENGTH),
        true);
  }

  /// The trace that a log line belongs to now.
  static Optional<TraceParent> current(Run run) {
    return run.memory.trace() instanceof RolloutTrace.Of(var rollout, var trace)
            && (run.memory.job().isOf(rollout) || run.phase.isAbout(rollout))
        ? Optional.of(trace)
        : Optional.empty();
  }
}
