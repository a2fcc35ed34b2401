package dev.sluice.agent.check;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import java.time.Duration;
import java.util.List;

/// How the program that reads a document is told to read it anew.
///
/// @param command a program with its arguments; empty for none
/// @param timeout how long it may take, 100 ms to 10 min
public record ReloadConfig(
    @Describe("program with its arguments; the document was read if it ends with 0 in time")
        List<String> command,
    @Describe("how long the command may take, 100ms to 10m") @Default("30s") Duration timeout) {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /// Without a hook.
  public static final ReloadConfig NONE = new ReloadConfig(List.of(), Duration.ofSeconds(30));

  /// Checks and copies.
  ///
  /// @throws IllegalArgumentException naming the first mistake
  public ReloadConfig {
    command = List.copyOf(command);
    if (!command.isEmpty() && command.getFirst().isBlank()) {
      throw new IllegalArgumentException(
          "expected a program as the first item of command, got nothing");
    }
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("expected 100ms to 10m as timeout, got " + timeout);
    }
  }
}
