package dev.sluice.agent;

import dev.sluice.agent.disk.Room;
import dev.sluice.program.admin.Health;
import dev.sluice.update.UpdateState;
import dev.sluice.update.port.UpdateEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// What an agent says of itself: whom it reaches, what it trusts, what room it has.
final class AgentHealth {
  /// Less than that, and not even metadata and a memory find room for sure.
  private static final long LEAST_ROOM_BYTES = 8L << 20;

  private final Health health;
  private final InstantSource clock;
  private final Health.Check edge;
  private final URI edgeUrl;

  /// When the edge node last answered; [Instant#MIN] if it never did.
  private volatile Instant lastContact = Instant.MIN;

  AgentHealth(Health health, InstantSource clock, URI edgeUrl) {
    this.health = health;
    this.clock = clock;
    this.edgeUrl = edgeUrl;
    this.edge = health.add("edge");
    edge.waiting("not asked yet");
  }

  /// Adds the checks that are asked each time.
  ///
  /// @param hub what is wrong with the link to it; empty if nothing is
  /// @param state the machine's, as it is then
  void watch(
      AgentConfig config, Room room, Supplier<Optional<String>> hub, Supplier<UpdateState> state) {
    health.add("hub", hub);
    health.add("trust-anchor").ok(); // Without one no agent is made.
    health.add("metadata", () -> metadataProblem(state.get()));
    health.add("disk", () -> diskProblem(room, config.dataDirectory()));
  }

  /// What came of a fetch.
  void answered(UpdateEvent.Answer answer) {
    switch (answer) {
      case UpdateEvent.Fetched _, UpdateEvent.Absent _ -> {
        lastContact = clock.instant();
        edge.ok();
      }
      case UpdateEvent.Unavailable(_, var detail) ->
          edge.failed(
              "%s does not answer (%s); last contact: %s"
                  .formatted(
                      edgeUrl, detail, lastContact.equals(Instant.MIN) ? "never" : lastContact));
      default -> {}
    }
  }

  private Optional<String> metadataProblem(UpdateState state) {
    return state
        .findFreshUntil()
        .map(
            until ->
                clock.instant().isBefore(until)
                    ? Optional.<String>empty()
                    : Optional.of("metadata was fresh until " + until))
        .orElseGet(() -> Optional.of("no metadata yet"));
  }

  private static Optional<String> diskProblem(Room room, Path directory) {
    try {
      long free = room.freeBytes(directory);
      return free >= LEAST_ROOM_BYTES
          ? Optional.empty()
          : Optional.of("%s has room for %d bytes only".formatted(directory, free));
    } catch (IOException e) {
      return Optional.of("the room in %s cannot be measured: %s".formatted(directory, e));
    }
  }
}
