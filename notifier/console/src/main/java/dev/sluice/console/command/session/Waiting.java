package dev.sluice.console.command.session;

import dev.sluice.program.remote.TimeOption;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Picocli mixin: how long a command waits for the effect of what it ordered.
public final class Waiting {
  private static final Duration PAUSE = Duration.ofMillis(300);

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "30s",
      description = "how long to wait for the effect (10s, 5m); 0s does not wait")
  private String timeout = "30s";

  /// Looks until there is something to see or the time is over.
  ///
  /// @return empty if the time is over
  public <T> Optional<T> until(Look<T> look) throws InterruptedException {
    return until(limit(), PAUSE, look);
  }

  /// The same, at least once if there is any time.
  ///
  /// @param pause between two looks
  public static <T> Optional<T> until(Duration limit, Duration pause, Look<T> look)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Optional<T> seen = Optional.empty();
    while (seen.isEmpty() && System.nanoTime() < deadline) {
      seen = look.look();
      if (seen.isEmpty()) {
        long left = deadline - System.nanoTime();
        Thread.sleep(Duration.ofNanos(Math.max(0, Math.min(left, pause.toNanos()))));
      }
    }
    return seen;
  }

  /// What is looked for.
  @FunctionalInterface
  public interface Look<T> {
    /// What there is now; empty to look again.
    Optional<T> look() throws InterruptedException;
  }

  /// How long at most.
  public Duration limit() {
    return TimeOption.parse("--timeout", timeout);
  }
}
