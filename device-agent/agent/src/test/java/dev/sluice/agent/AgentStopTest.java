package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.program.Surroundings;
import dev.sluice.testkit.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An agent that is told to stop while it fetches, from an edge node that does not answer any more.
class AgentStopTest {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(4);
  private static final int SLICES_BEFORE = 3;

  @TempDir Path directory;

  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private AgentFixture device;

  @BeforeEach
  void givenEdgeNodeThatHoldsASlice() throws Exception {
    device = new AgentFixture(directory);
    var slices = new AtomicInteger();
    device.edge.setOutage(
        request -> {
          if (request.path().equals(device.old.objectPath())
              && slices.incrementAndGet() > SLICES_BEFORE) {
            held.countDown();
            awaitReleased();
          }
          return false;
        });
  }

  @AfterEach
  void close() {
    released.countDown();
    device.close();
  }

  private void awaitReleased() {
    try {
      var _ = released.await(AgentFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitHeld() throws InterruptedException {
    assertThat(held.await(AgentFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private void requireGoesOn() {
    released.countDown();
    device.edge.setOutage(_ -> false);
    device.edge.requests().clear();
    device.runOnce();
    assertThat(device.installed()).isEqualTo(device.oldBytes);
    assertThat(device.edge.count(device.old.objectPath())).isEqualTo(7 - SLICES_BEFORE);
  }

  @Test
  void givenFetchUnderWay_whenClosed_thenStopsWithinSecondsAndGoesOnLater() throws Exception {
    Agent agent = Agent.start(device.config(1), Surroundings.quiet());
    awaitHeld();

    long start = System.nanoTime();
    agent.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(STOP_LIMIT);
    requireGoesOn();
  }

  private String log(Process program) throws IOException {
    return "alive: %s%n%s"
        .formatted(program.isAlive(), Files.readString(directory.resolve("program.log")));
  }

  @Test
  void givenProgramWithAFetchUnderWay_whenItGetsSigterm_thenEndsWithinSecondsAndGoesOnLater()
      throws Exception {
    Path config =
        Files.writeString(
            directory.resolve("agent.yaml"),
            """
            device-id: device-001
            epoch: 1
            product: app
            edge-url: %s
            mqtt: {port: 1, password-file: secret}
            device-key-file: device.key
            trust-anchor-file: root.json
            data-directory: data
            install-file: opt/app.bin
            """
                .formatted(device.edge.uri()));
    Process program =
        JavaProcess.of(
                List.of("-Xmx128m"),
                AgentMain.class.getName(),
                List.of("run", "--config", config.toString()))
            .redirectOutput(directory.resolve("program.log").toFile())
            .start();
    try {
      assertThat(held.await(120, TimeUnit.SECONDS)).as(() -> "the program fetches").isTrue();

      program.destroy();

      assertThat(program.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      program.destroyForcibly();
    }
    assertThat(log(program)).contains("program stopped");
    requireGoesOn();
  }
}
