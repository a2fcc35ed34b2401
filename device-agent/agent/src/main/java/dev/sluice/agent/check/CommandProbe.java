package dev.sluice.agent.check;

import dev.sluice.update.port.HealthResult;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Looks whether a command ends with exit code 0. The end of what it writes says why it does not.
///
/// One that takes too long is killed, with every process that it has started.
record CommandProbe(List<String> command) implements Probe {
  private static final long POLL_MILLIS = 20;
  private static final int TAIL_BYTES = 300;

  @Override
  public HealthResult look(String mark, Duration limit) throws InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(Redirect.from(new File("/dev/null")))
              .start();
    } catch (IOException e) {
      return new HealthResult.Unhealthy(String.valueOf(e.getMessage()));
    }
    try {
      return await(process, limit);
    } catch (IOException e) {
      return new HealthResult.Unhealthy(command.getFirst() + ": " + e);
    } finally {
      if (process.isAlive()) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  /// Reads only what is there: a process that was left behind may hold the pipe open for ever.
  private HealthResult await(Process process, Duration limit)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    var tail = new Tail();
    try (InputStream output = process.getInputStream()) {
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        tail.read(output);
        if (System.nanoTime() - end >= 0) {
          return new HealthResult.Unhealthy(
              "%s did not end within %s%s".formatted(command.getFirst(), limit, tail));
        }
      }
      tail.read(output);
    }
    return process.exitValue() == 0
        ? new HealthResult.Healthy()
        : new HealthResult.Unhealthy(
            "%s: exit code must be 0, got %d%s"
                .formatted(command.getFirst(), process.exitValue(), tail));
  }

  /// The last bytes of an output.
  private static final class Tail {
    private final byte[] bytes = new byte[TAIL_BYTES];
    private long lengthBytes;

    /// Takes what is there, at most a pipe's content at a time.
    void read(InputStream output) throws IOException {
      byte[] part = output.readNBytes(Math.min(output.available(), 1 << 16));
      for (byte next : part) {
        bytes[(int) (lengthBytes++ % TAIL_BYTES)] = next;
      }
    }

    @Override
    public String toString() {
      int kept = (int) Math.min(lengthBytes, TAIL_BYTES);
      byte[] inOrder = new byte[kept];
      for (int i = 0; i < kept; i++) {
        inOrder[i] = bytes[(int) ((lengthBytes - kept + i) % TAIL_BYTES)];
      }
      String text = new String(inOrder, StandardCharsets.UTF_8).strip();
      return text.isEmpty() ? "" : ": " + text;
    }
  }
}
