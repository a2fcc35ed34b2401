package dev.sluice.console.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.events.RolloutSnapshot;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.PendingException;
import dev.sluice.program.exit.RefusedException;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.remote.OutputFormat;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Picocli mixin: sends an order and waits for its effect. Nothing is read before it is sent.
final class Ordering {
  @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit log")
  private String reason = "";

  @Mixin private final Waiting waiting = new Waiting();

  /// What an order shall lead to.
  enum Effect {
    START,
    PAUSE,
    RESUME,
    HALT;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Whether a rollout shows the effect.
    boolean isSeen(String before, String now) {
      return switch (this) {
        case PAUSE -> now.equals("paused");
        case HALT -> now.equals("halted");
        case START, RESUME -> !now.equals(before);
      };
    }
  }

  /// @return [ExitCode#DONE] once the effect shows
  /// @throws PendingException if it did not show in time
  /// @throws RefusedException if the rollout ended otherwise
  int order(
      Session session, RolloutCommand.RolloutParameter rollout, Effect effect, PrintStream out)
      throws InterruptedException {
    try (var client = session.client()) {
      JsonNode answer = send(client, rollout, effect);
      String before = answer.path("rollout").path("state").asText();
      Optional<JsonNode> seen = waiting.until(() -> look(client, rollout, effect, before));
      JsonNode shown = seen.orElse(answer.path("rollout"));
      if (session.output().format() == OutputFormat.TABLE) {
        out.println(RolloutTable.line(shown));
      } else {
        out.println(shown.toPrettyString());
      }
      if (seen.isEmpty()) {
        throw new PendingException(
            "rollout %s: the order to %s is safe, its effect did not show within %s; see `sluice rollout get %s`"
                .formatted(rollout.id(), effect.word(), waiting.limit(), rollout.id()));
      }
      requireEffect(rollout, effect, before, shown.path("state").asText());
    }
    return ExitCode.DONE;
  }

  private JsonNode send(ApiClient client, RolloutCommand.RolloutParameter rollout, Effect effect)
      throws InterruptedException {
    var body =
        JsonNodeFactory.instance.objectNode().put("order", effect.word()).put("reason", reason);
    return client.post(rollout.path() + "/orders", body, UUID.randomUUID().toString());
  }

  private static Optional<JsonNode> look(
      ApiClient client, RolloutCommand.RolloutParameter rollout, Effect effect, String before)
      throws InterruptedException {
    JsonNode now = client.get(rollout.path());
    String state = now.path("state").asText();
    return effect.isSeen(before, state) || RolloutSnapshot.hasEnded(state)
        ? Optional.of(now)
        : Optional.empty();
  }

  private static void requireEffect(
      RolloutCommand.RolloutParameter rollout, Effect effect, String before, String state) {
    boolean isEndedOtherwise =
        RolloutSnapshot.hasEnded(state) && (effect != Effect.HALT || !state.equals("halted"));
    if (isEndedOtherwise || !effect.isSeen(before, state)) {
      throw new RefusedException(
          "rollout %s: expected it to %s, it is %s".formatted(rollout.id(), effect.word(), state));
    }
  }
}
