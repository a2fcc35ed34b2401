package dev.sluice.update.choose;

import dev.sluice.update.confirm.Telling;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.turn.Move;
import dev.sluice.update.turn.Turn;
import java.time.Instant;
import java.util.Optional;

/// Lets a device that has a release whole wait until it may switch to it.
///
/// While it waits it looks like any other device, so that it hears of a halt, of a later release,
/// and of other windows. Only the switch waits.
public final class Maintenance {
  private Maintenance() {}

  /// When the window opens that the device has to wait for with the switch.
  ///
  /// @return nothing if it may switch now
  public static Optional<Instant> findOpening(Turn turn, Plan plan) {
    Instant opening = plan.schedule().from(turn.agentTime(), turn.settings().zone());
    return opening.isAfter(turn.agentTime()) ? Optional.of(opening) : Optional.empty();
  }

  /// The device rests, at most until the window opens.
  public static <P> Move<P> await(Turn turn, Plan plan, Instant opening) {
    return Telling.waits(
            turn.log(
                Severity.INFO,
                "waiting for a maintenance window",
                "release",
                plan.release().toString(),
                "until",
                opening.toString()),
            plan,
            "maintenance window, until " + opening)
        .restUntil(opening);
  }
}
