package dev.sluice.console.command.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.remote.EventStream;
import java.util.Optional;
import java.util.function.Consumer;

/// Tells each change of rollouts as it comes.
///
/// When the server lets it go (a restart, a slow terminal), it asks for the state again and goes
/// on.
/// @param told gets each rollout as it is after a change, in the thread that follows
record RolloutFollower(ApiClient client, Consumer<JsonNode> told) {
  private static final String EVENTS = "/api/v1/rollouts/events";
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Follows all rollouts until the thread is interrupted.
  ///
  /// @param product only its own; empty for all
  void followAll(String product) throws InterruptedException {
    while (!Thread.currentThread().isInterrupted()) {
      try (EventStream events = client.events(EVENTS, Optional.empty())) {
        for (var change = next(events); change.isPresent(); change = next(events)) {
          if (product.isEmpty() || id(change.get()).startsWith(product + "/")) {
            told.accept(change.get());
          }
        }
      }
    }
  }

  /// Follows one rollout.
  ///
  /// @return [ExitCode#DONE] when it is completed or superseded, [ExitCode#REFUSED] when it is
  ///     halted or rolled back
  int followToItsEnd(String path, String id) throws InterruptedException {
    while (true) {
      // The stream first: what happens between the two is seen twice rather than never.
      try (EventStream events = client.events(EVENTS, Optional.empty())) {
        Optional<JsonNode> change = Optional.of(client.get(path));
        while (change.isPresent()) {
          if (id(change.get()).equals(id)) {
            told.accept(change.get());
            String state = change.get().path("state").asText();
            if (RolloutSnapshot.hasEnded(state)) {
              return exitCode(state);
            }
          }
          change = next(events);
        }
      }
    }
  }

  /// How it ended, for programs that wait for it.
  static int exitCode(String state) {
    return switch (state) {
      case "completed", "superseded" -> ExitCode.DONE;
      case "halted", "rolled-back" -> ExitCode.REFUSED;
      default -> ExitCode.PENDING;
    };
  }

  private static Optional<JsonNode> next(EventStream events) {
    var event = events.next();
    while (event.isPresent() && !event.get().name().equals("rollout.changed")) {
      event = events.next();
    }
    return event.map(e -> parse(e.data()).path("rollout"));
  }

  private static JsonNode parse(String data) {
    try {
      return JSON.readTree(data);
    } catch (JsonProcessingException e) {
      throw new FailedException("expected JSON in an event of rollouts, got something else", e);
    }
  }

  private static String id(JsonNode rollout) {
    return rollout.path("id").asText();
  }
}
