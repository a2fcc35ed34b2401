package dev.sluice.stack.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program of this machine, run to its end.
final class Command {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Command() {}

  /// Runs it.
  ///
  /// @return what it wrote
  /// @throws IOException if it cannot be started, takes longer than two minutes, or ends with
  ///     another code than 0
  static String run(String... command) throws IOException {
    Path output = Files.createTempFile("command", ".out");
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        var _ = process.destroyForcibly();
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      if (!ended || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + ": " + text);
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command[0] + " runs", e);
    } finally {
      Files.delete(output);
    }
  }
}
