package dev.sluice.console.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.function.UnaryOperator;
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
    PROMOTE,
    APPROVE,
    HALT,
    ROLL_BACK;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// Where the order goes, below the rollout.
    String path() {
      return switch (this) {
        case START, PAUSE, RESUME, HALT -> "/orders";
        case PROMOTE -> "/promotions";
        case APPROVE -> "/approvals";
        case ROLL_BACK -> "/rollbacks";
      };
    }

    /// What it says, for a rollout as it was seen.
    ObjectNode body(JsonNode rollout) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      return switch (this) {
        case START, PAUSE, RESUME, HALT -> body.put("order", word());
        case PROMOTE -> {
          JsonNode ring = RolloutTable.presentRing(rollout);
          yield body.put("ring", ring.path("name").asText())
              .put("wave", Math.max(1, ring.path("wave").asInt()));
        }
        case APPROVE -> body.put("ring", RolloutTable.nextRing(rollout).path("name").asText());
        case ROLL_BACK -> body;
      };
    }

    /// Whether a rollout shows the effect.
    boolean isSeen(JsonNode before, JsonNode now) {
      String state = state(now);
      return switch (this) {
        case PAUSE -> state.equals("paused");
        case HALT -> state.equals("halted");
        case ROLL_BACK -> state.equals("rolled-back");
        case START, RESUME, APPROVE -> !state.equals(state(before));
        case PROMOTE -> !state.equals(state(before)) || !body(now).equals(body(before));
      };
    }
  }

  /// @return [ExitCode#DONE] once the effect shows
  /// @throws PendingException if it did not show in time
  /// @throws RefusedException if the rollout ended otherwise
  int order(
      Session session, RolloutCommand.RolloutParameter rollout, Effect effect, PrintStream out)
      throws InterruptedException {
    return order(session, rollout, effect, body -> body, out);
  }

  /// @param more adds what the command was told to what the order says
  int order(
      Session session,
      RolloutCommand.RolloutParameter rollout,
      Effect effect,
      UnaryOperator<ObjectNode> more,
      PrintStream out)
      throws InterruptedException {
    try (var client = session.client()) {
      JsonNode before = client.get(rollout.path());
      JsonNode _ =
          client.post(
              rollout.path() + effect.path(),
              more.apply(effect.body(before)).put("reason", reason),
              UUID.randomUUID().toString());
      Optional<JsonNode> seen = waiting.until(() -> look(client, rollout, effect, before));
      JsonNode shown = seen.orElse(before);
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
      requireEffect(rollout, effect, before, shown);
    }
    return ExitCode.DONE;
  }

  private static Optional<JsonNode> look(
      ApiClient client, RolloutCommand.RolloutParameter rollout, Effect effect, JsonNode before)
      throws InterruptedException {
    JsonNode now = client.get(rollout.path());
    boolean hasEnded = RolloutSnapshot.hasEnded(state(now)) && !state(now).equals(state(before));
    return effect.isSeen(before, now) || hasEnded ? Optional.of(now) : Optional.empty();
  }

  private static String state(JsonNode rollout) {
    return rollout.path("state").asText();
  }

  private static void requireEffect(
      RolloutCommand.RolloutParameter rollout, Effect effect, JsonNode before, JsonNode now) {
    String state = state(now);
    boolean ends = effect == Effect.HALT || effect == Effect.ROLL_BACK;
    boolean isEndedOtherwise =
        RolloutSnapshot.hasEnded(state) && !state.equals("completed") && !ends;
    if (!effect.isSeen(before, now) || isEndedOtherwise) {
      throw new RefusedException(
          "rollout %s: expected it to %s, it is %s".formatted(rollout.id(), effect.word(), state));
    }
  }
}
