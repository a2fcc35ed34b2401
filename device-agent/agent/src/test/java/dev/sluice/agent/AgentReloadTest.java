package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.agent.check.ReloadConfig;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.program.Surroundings;
import dev.sluice.program.admin.Health;
import dev.sluice.program.trace.Traces;
import dev.sluice.release.Installer;
import dev.sluice.update.memory.Outcomes;
import dev.sluice.update.memory.UpdateMemory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent that keeps a document, with a real hook: what was reloaded stays, what was not goes.
class AgentReloadTest {
  @TempDir Path directory;

  private AgentFixture device;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @BeforeEach
  void givenDeviceThatKeepsTheOldDocumentAndShallKeepTheNext() throws Exception {
    device = new AgentFixture(directory, Installer.CONFIG);
    device.reload = hook("true");
    device.runOnce();
    assertThat(loaded()).isEqualTo(device.oldBytes);
    device.fleet.ring(device.old, device.fleet.next(device.next));
  }

  @AfterEach
  void close() {
    device.close();
  }

  /// Checks the document, then copies it: that is the program reading it.
  private ReloadConfig hook(String check) {
    String copy = "cp %s %s".formatted(device.installFile(), directory.resolve("loaded"));
    return new ReloadConfig(List.of("sh", "-c", check + " && " + copy), Duration.ofSeconds(20));
  }

  private byte[] loaded() throws Exception {
    return Files.readAllBytes(directory.resolve("loaded"));
  }

  private Confirmation run() {
    try (var agent =
        Agent.start(
            device.config(1),
            new Surroundings(InstantSource.system(), new Health(), meters, Traces.silent()))) {
      await().atMost(AgentFixture.PATIENCE).until(agent::isUpToDate);
      return latest(agent.memory());
    }
  }

  private static Confirmation latest(UpdateMemory memory) {
    if (memory.outcome() instanceof Outcomes.Latest(var confirmation)) {
      return confirmation;
    }
    throw new AssertionError(memory);
  }

  @Test
  void givenHookThatSucceeds_whenSwitched_thenTheProgramHasReadTheNextDocument() throws Exception {
    var confirmation = run();

    assertThat(confirmation.outcome()).isEqualTo(Outcome.INSTALLED);
    assertThat(device.installed()).isEqualTo(device.newBytes);
    assertThat(loaded()).isEqualTo(device.newBytes);
  }

  @Test
  void givenHookThatFails_whenSwitched_thenThePreviousDocumentIsBackAndReadAgain()
      throws Exception {
    Path good = Files.write(directory.resolve("good"), device.oldBytes);
    device.reload = hook("cmp %s %s".formatted(device.installFile(), good));

    var confirmation = run();

    assertThat(confirmation.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(confirmation.reason().text())
        .startsWith("not healthy: it could not be reloaded: sh: exit code must be 0, got 1")
        .doesNotContain("the previous one is back, but");
    assertThat(device.installed()).isEqualTo(device.oldBytes);
    assertThat(loaded()).isEqualTo(device.oldBytes);
    assertThat(reloads("unhealthy")).isEqualTo(1);
    assertThat(reloads("healthy")).isEqualTo(1);
  }

  private double reloads(String result) {
    return meters.get("sluice.agent.reloads").tag("result", result).counter().count();
  }

  @Test
  void givenHookThatNeverEnds_whenSwitched_thenIsKilledAndThePreviousDocumentIsBack() {
    device.reload = new ReloadConfig(List.of("sleep", "600"), Duration.ofMillis(200));

    var confirmation = run();

    assertThat(confirmation.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(confirmation.reason().text())
        .contains(
            "sleep did not end within", "the previous one is back, but could not be reloaded");
    assertThat(device.installed()).isEqualTo(device.oldBytes);
  }

  @Test
  void givenReleaseOfAnotherKind_whenNamedByTheRing_thenIsRefusedWithBothKinds() throws Exception {
    device.fleet.setKind(Installer.FILE);
    var program = device.fleet.release("3.0", 3, device.newBytes);
    device.fleet.ring(device.old, device.fleet.next(program));

    var confirmation = run();

    assertThat(confirmation.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(confirmation.reason().text())
        .contains("of the kind config, which this device installs, got [file]");
    assertThat(loaded()).isEqualTo(device.oldBytes);
  }
}
