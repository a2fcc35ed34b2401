package dev.sluice.agent.check;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.config.HttpAddress;
import dev.sluice.update.settings.HealthPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a new version shows that it is healthy: by a command, an address, or a file; or by nothing,
/// when the switch itself is the health.
///
/// @param command a program with its arguments; empty for none
/// @param http an address, `http` or `https`
/// @param file a file that the new version writes or touches
/// @param deadline how long a version may take, 1 s to 1 d
/// @param interval the pause before each look and the longest time that one may take, 100 ms to 1 h
public record HealthConfig(
    @Describe("program with its arguments; healthy if it ends with 0 within one interval")
        List<String> command,
    @Describe("address that answers a GET with a status of 200 to 299 when healthy; http or https")
        Optional<URI> http,
    @Describe("file that a healthy version touches after the switch") Optional<Path> file,
    @Describe("how long a new version may take until it is healthy, 1s to 1d") @Default("2m")
        Duration deadline,
    @Describe("pause before each look, and how long one may take, 100ms to 1h") @Default("5s")
        Duration interval) {
  private static final Duration SHORTEST_DEADLINE = Duration.ofSeconds(1);
  private static final Duration LONGEST_DEADLINE = Duration.ofDays(1);
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
  private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);

  /// Without a check.
  public static final HealthConfig NONE =
      new HealthConfig(
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Duration.ofMinutes(2),
          Duration.ofSeconds(5));

  /// Checks and copies.
  ///
  /// @throws IllegalArgumentException naming the first mistake
  public HealthConfig {
    command = List.copyOf(command);
    var kinds = new ArrayList<String>();
    if (!command.isEmpty()) {
      kinds.add("command");
    }
    http.ifPresent(_ -> kinds.add("http"));
    file.ifPresent(_ -> kinds.add("file"));
    require(kinds.size() <= 1, "one of command, http and file, got " + String.join(", ", kinds));
    require(
        command.isEmpty() || !command.getFirst().isBlank(),
        "a program as the first item of command, got nothing");
    http.ifPresent(
        address ->
            HttpAddress.require("http", address, "none are sent; a command may look instead"));
    require(
        isWithin(deadline, SHORTEST_DEADLINE, LONGEST_DEADLINE),
        "1s to 1d as deadline, got " + deadline);
    require(
        isWithin(interval, SHORTEST_INTERVAL, LONGEST_INTERVAL),
        "100ms to 1h as interval, got " + interval);
    require(
        interval.compareTo(deadline) <= 0,
        "an interval of at most the deadline %s, got %s".formatted(deadline, interval));
  }

  private static void require(boolean holds, String expectation) {
    if (!holds) {
      throw new IllegalArgumentException("expected " + expectation);
    }
  }

  private static boolean isWithin(Duration duration, Duration shortest, Duration longest) {
    return duration.compareTo(shortest) >= 0 && duration.compareTo(longest) <= 0;
  }

  /// What the update machine is told of it.
  public HealthPolicy policy() {
    boolean isNone = command.isEmpty() && http.isEmpty() && file.isEmpty();
    return isNone ? new HealthPolicy.None() : new HealthPolicy.Within(deadline, interval);
  }
}
