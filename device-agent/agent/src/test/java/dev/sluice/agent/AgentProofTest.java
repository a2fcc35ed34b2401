package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.agent.check.HealthConfig;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.program.Surroundings;
import dev.sluice.program.admin.Health;
import dev.sluice.program.trace.Traces;
import dev.sluice.update.memory.Outcomes;
import dev.sluice.update.memory.UpdateMemory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent with each kind of health check, on a real disk: what is healthy stays, what is not
/// goes.
class AgentProofTest {
  private static final Duration DEADLINE = Duration.ofSeconds(1);
  private static final Duration INTERVAL = Duration.ofMillis(100);

  @TempDir Path directory;

  private AgentFixture device;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @BeforeEach
  void givenDeviceThatRunsTheOldReleaseAndShallRunTheNext() throws Exception {
    device = new AgentFixture(directory);
    device.runOnce();
    assertThat(device.installed()).isEqualTo(device.oldBytes);
    device.fleet.ring(device.old, device.fleet.next(device.next));
  }

  @AfterEach
  void close() {
    device.close();
  }

  private Agent start() {
    return Agent.start(
        device.config(1),
        new Surroundings(InstantSource.system(), new Health(), meters, Traces.silent()));
  }

  /// Lets an agent go on until it has nothing to do.
  private UpdateMemory run() {
    try (var agent = start()) {
      await().atMost(AgentFixture.PATIENCE).until(agent::isUpToDate);
      return agent.memory();
    }
  }

  private void check(List<String> command, Optional<URI> http, Optional<Path> file) {
    device.health = new HealthConfig(command, http, file, DEADLINE, INTERVAL);
  }

  private static Confirmation latest(UpdateMemory memory) {
    if (memory.outcome() instanceof Outcomes.Latest(var confirmation)) {
      return confirmation;
    }
    throw new AssertionError(memory);
  }

  private void requireInstalled(UpdateMemory memory) {
    assertThat(device.installed()).isEqualTo(device.newBytes);
    assertThat(device.installFile().resolveSibling("app.bin.previous"))
        .hasBinaryContent(device.oldBytes);
    assertThat(latest(memory).outcome()).isEqualTo(Outcome.INSTALLED);
    assertThat(memory.lastCounter()).isEqualTo(2);
  }

  private void requireRolledBack(UpdateMemory memory, String detail) {
    assertThat(device.installed()).isEqualTo(device.oldBytes);
    assertThat(device.installFile().resolveSibling("app.bin.previous")).doesNotExist();
    assertThat(latest(memory).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(latest(memory).release()).isEqualTo(device.next.manifest().id());
    assertThat(latest(memory).reason().code()).isEqualTo(OutcomeReason.Code.UNHEALTHY);
    assertThat(latest(memory).reason().text()).startsWith("not healthy").contains(detail);
    assertThat(memory.lastCounter()).isEqualTo(1);
    assertThat(device.log())
        .contains("WARN putting the previous version back", "the previous version is back");
  }

  /// Healthy if the installed file is the old one.
  private void checkByComparing() throws Exception {
    Path good = Files.write(directory.resolve("good"), device.oldBytes);
    check(
        List.of("cmp", device.installFile().toString(), good.toString()),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void givenCommandThatFails_whenSwitched_thenThePreviousFileIsBackAndTheReasonIsTold()
      throws Exception {
    checkByComparing();

    var memory = run();

    requireRolledBack(memory, "cmp: exit code must be 0, got 1");
    assertThat(meters.get("sluice.agent.updates").tag("outcome", "rolled_back").counter().count())
        .isEqualTo(1);
    assertThat(meters.get("sluice.agent.health.looks").tag("result", "unhealthy").counter().count())
        .isPositive();
  }

  @Test
  void givenVersionThatWasRolledBack_whenStartedAgain_thenIsNotFetchedAgain() throws Exception {
    checkByComparing();
    run();
    device.edge.requests().clear();

    run();

    assertThat(device.edge.count(device.next.objectPath())).isZero();
    assertThat(device.installed()).isEqualTo(device.oldBytes);
  }

  @Test
  void givenCommandThatSucceeds_whenSwitched_thenStays() {
    check(List.of("true"), Optional.empty(), Optional.empty());

    requireInstalled(run());
  }

  @Test
  void givenAgentStoppedWhileProving_whenStartedAgain_thenProvesAnew() throws Exception {
    checkByComparing();
    device.health =
        new HealthConfig(
            device.health.command(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofHours(1),
            INTERVAL);
    try (var _ = start()) {
      await()
          .atMost(AgentFixture.PATIENCE)
          .until(() -> device.log().contains("INFO checking health"));
    }
    assertThat(device.installed()).isEqualTo(device.newBytes);
    checkByComparing();

    requireRolledBack(run(), "cmp: exit code must be 0, got 1");

    assertThat(device.log()).contains("proof=\"2\"");
  }

  @Test
  void givenAddress_whenItAnswers500ForTheNewVersion_thenThePreviousFileIsBack() throws Exception {
    HttpServer server = serverOfTheInstalledVersion(500);
    try {
      requireRolledBack(run(), "status must be 200 to 299, got 500");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void givenAddress_whenItAnswers204ForTheNewVersion_thenStays() throws Exception {
    HttpServer server = serverOfTheInstalledVersion(204);
    try {
      requireInstalled(run());
    } finally {
      server.stop(0);
    }
  }

  private HttpServer serverOfTheInstalledVersion(int statusOfTheNew) throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health",
        exchange -> {
          boolean isNew = Arrays.equals(device.installed(), device.newBytes);
          exchange.sendResponseHeaders(isNew ? statusOfTheNew : 204, -1);
          exchange.close();
        });
    server.start();
    check(
        List.of(),
        Optional.of(URI.create("http://localhost:" + server.getAddress().getPort() + "/health")),
        Optional.empty());
    return server;
  }

  @Test
  void givenFile_whenNobodyTouchesIt_thenThePreviousFileIsBack() throws Exception {
    Path file = Files.writeString(directory.resolve("healthy"), "of the old version");
    check(List.of(), Optional.empty(), Optional.of(file));

    requireRolledBack(run(), "must be touched after the switch, it was not");
  }

  @Test
  void givenFile_whenTheNewVersionTouchesIt_thenStays() throws Exception {
    Path file = directory.resolve("healthy");
    device.health =
        new HealthConfig(
            List.of(), Optional.empty(), Optional.of(file), Duration.ofMinutes(1), INTERVAL);
    try (var agent = start()) {
      await()
          .atMost(AgentFixture.PATIENCE)
          .until(() -> Arrays.equals(device.installed(), device.newBytes));
      assertThat(agent.isIdle()).isFalse();

      Files.writeString(file, "healthy");

      await().atMost(AgentFixture.PATIENCE).until(agent::isUpToDate);
      requireInstalled(agent.memory());
    }
  }
}
