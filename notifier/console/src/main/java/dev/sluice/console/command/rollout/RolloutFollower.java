package dev.sluice.console.command.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.program.remote.EventStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Tells each change of rollouts as it comes.
///
/// When the server lets it go (a restart, a slow terminal), it comes back: who follows one rollout
/// is told its state first, who follows all is not told what changed meanwhile.
///
/// @param told gets each rollout as it is after a change, in the thread that follows
/// @param pause before it comes back
record RolloutFollower(ApiClient client, Consumer<JsonNode> told, Duration pause) {
  private static final String EVENTS = "/api/v1/rollouts/events";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /// Longer than a server takes to start again.
  private static final Duration AWAY_LIMIT = Duration.ofMinutes(2);

  RolloutFollower(ApiClient client, Consumer<JsonNode> told) {
    this(client, told, PAUSE);
  }

  /// Follows all rollouts until the thread is interrupted.
  ///
  /// @param product only its own; empty for all
  /// @throws UnreachableException if the server is away from the start, or for too long
  void followAll(String product) throws InterruptedException {
    var _ =
        follow(
            events -> {
              for (var change = next(events); change.isPresent(); change = next(events)) {
                if (product.isEmpty() || id(change.get()).startsWith(product + "/")) {
                  told.accept(change.get());
                }
              }
              return OptionalInt.empty();
            });
  }

  /// Follows one rollout.
  ///
  /// @return [ExitCode#DONE] when it is completed or superseded, [ExitCode#REFUSED] when it is
  ///     halted or rolled back
  /// @throws UnreachableException if the server is away from the start, or for too long
  int followToItsEnd(String path, String id) throws InterruptedException {
    return follow(
        events -> {
          // The stream first: what happens between the two is seen twice rather than never.
          Optional<JsonNode> change = Optional.of(client.get(path));
          while (change.isPresent()) {
            if (id(change.get()).equals(id)) {
              told.accept(change.get());
              String state = change.get().path("state").asText();
              if (RolloutSnapshot.hasEnded(state)) {
                return OptionalInt.of(exitCode(state));
              }
            }
            change = next(events);
          }
          return OptionalInt.empty();
        });
  }

  /// What is done with a stream until it ends.
  @FunctionalInterface
  private interface Reader {
    /// The exit code, if nothing more is to be followed.
    OptionalInt read(EventStream events) throws InterruptedException;
  }

  private int follow(Reader reader) throws InterruptedException {
    OptionalLong lostNanos = OptionalLong.empty();
    while (true) {
      boolean isThere = false;
      try (EventStream events = client.events(EVENTS, Optional.empty())) {
        isThere = true;
        OptionalInt end = reader.read(events);
        if (end.isPresent()) {
          return end.getAsInt();
        }
      } catch (UnreachableException e) {
        boolean isGone =
            lostNanos.isEmpty() || System.nanoTime() - lostNanos.getAsLong() > AWAY_LIMIT.toNanos();
        if (!isThere && isGone) {
          throw e;
        }
      }
      if (isThere) {
        lostNanos = OptionalLong.of(System.nanoTime());
      }
      Thread.sleep(pause);
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
