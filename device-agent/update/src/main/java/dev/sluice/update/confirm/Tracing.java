package dev.sluice.update.confirm;

import dev.sluice.events.TraceParent;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.memory.Outcomes;
import dev.sluice.update.memory.RolloutTrace;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.turn.Turn;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Keeps the trace of the rollout that is under way: the announcement's, else one of its own.
public final class Tracing {
  private static final int TRACE_ID_LENGTH = 32;
  private static final int SPAN_ID_LENGTH = 16;

  private Tracing() {}

  /// An announcement tells the trace of a rollout. Work that began without one joins it, as long as
  /// its outcome was not told.
  public static Turn heard(Turn turn, RolloutId rollout, TraceParent trace) {
    var heard = new RolloutTrace.Of(rollout, trace);
    Turn hearing = turn.withHeard(heard);
    Optional<TraceParent> own = hearing.memory().trace().find(rollout);
    boolean isJoining =
        own.isPresent()
            && !own.get().traceId().equals(trace.traceId())
            && !isTold(hearing.memory(), rollout);
    return isJoining
        ? hearing
            .log(
                Severity.INFO,
                "joined the announcement's trace",
                "rollout",
                rollout.toString(),
                "traceId",
                own.get().traceId(),
                "joined",
                trace.traceId())
            .remember(hearing.memory().withTrace(heard))
        : hearing;
  }

  private static boolean isTold(UpdateMemory memory, RolloutId rollout) {
    return memory.outcome() instanceof Outcomes.Latest(var told) && told.rollout().equals(rollout);
  }

  /// Work for a rollout begins, or goes on.
  public static Turn begin(Turn turn, RolloutId rollout) {
    Optional<TraceParent> known = turn.memory().trace().find(rollout);
    TraceParent trace =
        turn.known().heard().find(rollout).or(() -> known).orElseGet(() -> ownTrace(turn, rollout));
    return known.equals(Optional.of(trace))
        ? turn
        : turn.remember(turn.memory().withTrace(new RolloutTrace.Of(rollout, trace)));
  }

  /// Differs between devices, rollouts and moments, and takes nothing from the source of chance.
  private static TraceParent ownTrace(Turn turn, RolloutId rollout) {
    String seed = turn.settings().device() + " " + rollout + " " + turn.now();
    String hex = Digest.sha256(seed.getBytes(StandardCharsets.UTF_8)).hex();
    return new TraceParent(
        hex.substring(0, TRACE_ID_LENGTH),
        hex.substring(TRACE_ID_LENGTH, TRACE_ID_LENGTH + SPAN_ID_LENGTH),
        true);
  }
}
