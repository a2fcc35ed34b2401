package dev.sluice.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.stack.TemporaryDirectory;
import dev.sluice.testkit.JavaProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopRequestTest {
  private static final int ENDED_BY_SIGTERM = 128 + 15;

  /// A command that works in a temporary folder until it is stopped.
  static final class Command {
    private Command() {}

    public static void main(String[] args) throws Exception {
      try (StopRequest stop = StopRequest.listen();
          TemporaryDirectory temporary = TemporaryDirectory.unless(null, "sluice-stop")) {
        Files.writeString(temporary.path().resolve("file"), "content");
        stop.interruptFromNow();
        System.out.println(temporary.path());
        // As if a library swallowed the first interrupt.
        awaitInterrupt();
        awaitInterrupt();
        stop.settle();
        System.out.println("asked to stop: " + stop.isRequested());
      }
    }
  }

  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // Swallowed.
    }
  }

  @Test
  void givenCommandAtWork_whenAskedToEnd_thenItClosesWhatItOpenedFirst() throws Exception {
    Process command = JavaProcess.of(List.of(), Command.class.getName(), List.of()).start();
    try (var said = command.inputReader(StandardCharsets.UTF_8)) {
      Path temporary = Path.of(said.readLine());
      assertThat(temporary.resolve("file")).exists();

      // Unlike the process, its handle leaves what it says readable.
      assertThat(command.toHandle().destroy()).isTrue();

      assertThat(said.readLine()).isEqualTo("asked to stop: true");
      assertThat(command.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(command.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
      assertThat(temporary).doesNotExist();
    } finally {
      command.destroyForcibly();
    }
  }
}
