package dev.sluice.console.command.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.console.command.session.Reason;
import dev.sluice.console.command.session.Session;
import dev.sluice.console.command.session.Waiting;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.PendingException;
import dev.sluice.program.exit.RefusedException;
import dev.sluice.program.remote.ApiClient;
import java.io.PrintStream;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;

/// Picocli mixin: sends an order and waits for its effect. Nothing is read before it is sent.
final class Ordering {
  @Mixin private final Reason reason = new Reason();
  @Mixin private final Waiting waiting = new Waiting();

  /// @return [ExitCode#DONE] once the effect shows
  /// @throws PendingException if it did not show in time
  /// @throws RefusedException if the rollout ended otherwise
  /// @param more adds what the command was told to what the order says
  int order(
      Session session,
      RolloutParameter rollout,
      OrderEffect effect,
      UnaryOperator<ObjectNode> more,
      PrintStream out)
      throws InterruptedException {
    try (var client = session.client()) {
      JsonNode before = client.get(rollout.path());
      JsonNode _ =
          client.post(
              rollout.path() + effect.path(),
              more.apply(effect.body(before)).put("reason", reason.text()),
              UUID.randomUUID().toString());
      Optional<JsonNode> seen = waiting.until(() -> look(client, rollout, effect, before));
      JsonNode shown = seen.orElse(before);
      session.output().printText(out, shown, () -> out.println(RolloutTable.line(shown)));
      if (seen.isEmpty()) {
        throw new PendingException(
            "rollout %s: the order to %s is safe, its effect did not show within %s; see `sluice rollout get %s`"
                .formatted(rollout.id(), effect.word(), waiting.limit(), rollout.id()));
      }
      requireEffect(rollout, effect, before, shown);
    }
    return ExitCode.DONE;
  }

  private static Optional<JsonNode> look(
      ApiClient client, RolloutParameter rollout, OrderEffect effect, JsonNode before)
      throws InterruptedException {
    JsonNode now = client.get(rollout.path());
    boolean hasEnded =
        RolloutSnapshot.hasEnded(OrderEffect.state(now))
            && !OrderEffect.state(now).equals(OrderEffect.state(before));
    return effect.isSeen(before, now) || hasEnded ? Optional.of(now) : Optional.empty();
  }

  private static void requireEffect(
      RolloutParameter rollout, OrderEffect effect, JsonNode before, JsonNode now) {
    String state = OrderEffect.state(now);
    boolean isEndedOtherwise =
        RolloutSnapshot.hasEnded(state) && !state.equals("completed") && !effect.ends();
    if (!effect.isSeen(before, now) || isEndedOtherwise) {
      throw new RefusedException(
          "rollout %s: expected it to %s, it is %s".formatted(rollout.id(), effect.word(), state));
    }
  }
}
