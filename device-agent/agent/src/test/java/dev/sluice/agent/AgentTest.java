package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.agent.disk.Room;
import dev.sluice.events.EventCodec;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.program.Surroundings;
import dev.sluice.program.admin.Health;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.program.trace.Traces;
import dev.sluice.update.memory.Outcomes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent against a real HTTP server and a real disk; there is no hub.
class AgentTest {
  /// How often it looks, where a test waits for the next look.
  private static final Duration LOOKS = Duration.ofSeconds(1);

  @TempDir Path directory;

  private AgentFixture device;

  @BeforeEach
  void givenDeviceThatRunsTheOldRelease() throws Exception {
    device = new AgentFixture(directory);
    device.runOnce();
    assertThat(device.installed()).isEqualTo(device.oldBytes);
    device.edge.requests().clear();
  }

  @AfterEach
  void close() {
    device.close();
  }

  private void publishNext() {
    device.fleet.ring(device.old, device.fleet.next(device.next));
  }

  @Test
  void givenPatch_whenLooking_thenAppliesItAndKeepsThePrevious() throws Exception {
    String patch = device.fleet.delta(device.old, device.next);
    publishNext();

    device.runOnce();

    assertThat(device.installed()).isEqualTo(device.newBytes);
    assertThat(device.installFile().resolveSibling("app.bin.previous"))
        .hasBinaryContent(device.oldBytes);
    assertThat(device.edge.count(patch)).isEqualTo(1);
    assertThat(device.edge.count(device.next.objectPath())).isZero();
  }

  @Test
  void givenFlippedSlice_whenFetched_thenRefusesItByNameAndAsksPastTheCache() throws Exception {
    publishNext();
    device.edge.flip(device.next.objectPath());

    device.runOnce();

    assertThat(device.installed()).isEqualTo(device.newBytes);
    assertThat(device.log())
        .contains(
            "WARN refused bytes device=\"device-001\" what=\"slice 3 of products/app/2.0/app.bin\" reason=\"digest");
    assertThat(device.edge.requests()).filteredOn(TestEdge.Request::isBypass).hasSize(1);
  }

  @Test
  void givenFlippedPatch_whenFetched_thenRefusesItByNameAndAsksPastTheCache() throws Exception {
    String patch = device.fleet.delta(device.old, device.next);
    publishNext();
    device.edge.flip(patch);

    device.runOnce();

    assertThat(device.installed()).isEqualTo(device.newBytes);
    assertThat(device.log()).contains("WARN refused patch device=\"device-001\" patch=");
    assertThat(device.edge.requests())
        .filteredOn(TestEdge.Request::isBypass)
        .extracting(TestEdge.Request::path)
        .containsExactly(patch);
  }

  @Test
  void givenFlippedMetadata_whenFetched_thenRefusesItByNameAndAsksPastTheCache() throws Exception {
    publishNext();
    device.edge.flip("metadata/timestamp.json");

    device.runOnce();

    assertThat(device.installed()).isEqualTo(device.newBytes);
    assertThat(device.log())
        .contains("WARN refused bytes device=\"device-001\" what=\"timestamp.json\" reason=");
  }

  @Test
  void givenAgentKilledWhileDownloading_whenStartedAgain_thenFetchesOnlyWhatIsMissing()
      throws Exception {
    publishNext();
    var slices = new AtomicInteger();
    device.edge.setOutage(
        request -> request.path().equals(device.next.objectPath()) && slices.incrementAndGet() > 4);
    try (var _ = Agent.start(device.config(1), Surroundings.quiet())) {
      await().atMost(AgentFixture.PATIENCE).until(() -> slices.get() > 4);
    }
    device.edge.setOutage(_ -> false);
    device.edge.requests().clear();

    device.runOnce();

    assertThat(device.installed()).isEqualTo(device.newBytes);
    assertThat(device.edge.count(device.next.objectPath())).isEqualTo(8 - 4);
    assertThat(device.log()).contains("resuming the download");
  }

  @Test
  void givenLinkThatBreaksWithinEachSlice_whenFetching_thenEveryByteComesOnce() {
    publishNext();
    device.edge.breakAfter(7_000);

    device.runOnce();

    assertThat(device.installed()).isEqualTo(device.newBytes);
    assertThat(device.edge.sentBytes(device.next.objectPath())).isEqualTo(device.newBytes.length);
  }

  @Test
  void givenUnwritableInstallDirectory_whenItCanBeWritten_thenInstallsWithoutFetchingTwice()
      throws Exception {
    publishNext();
    Path blocked = Files.writeString(directory.resolve("file"), "not a directory");
    Path installFile = blocked.resolve("app.bin");

    try (var agent = Agent.start(device.config(1, installFile, LOOKS), Surroundings.quiet())) {
      await()
          .atMost(AgentFixture.PATIENCE)
          .until(() -> agent.isIdle() && outcome(agent) == Outcome.FAILED);
      assertThat(device.log())
          .contains("cannot install now")
          .contains(blocked + " is no directory");
      assertThat(device.edge.count(device.next.objectPath())).isZero();

      Files.delete(blocked);

      await().atMost(AgentFixture.PATIENCE).until(() -> outcome(agent) == Outcome.INSTALLED);
    }
    assertThat(installFile).hasBinaryContent(device.newBytes);
    assertThat(device.edge.count(device.next.objectPath())).isEqualTo(8);
  }

  @Test
  void givenFullDisk_whenThereIsRoomAgain_thenInstallsWithoutAnOrder() throws Exception {
    publishNext();
    var free = new AtomicLong(device.newBytes.length);
    try (var agent = Agent.start(device.config(LOOKS), Surroundings.quiet(), new SetRoom(free))) {
      await()
          .atMost(AgentFixture.PATIENCE)
          .until(() -> agent.isIdle() && outcome(agent) == Outcome.FAILED);
      assertThat(device.log()).contains("no room: the release takes 120000 bytes");
      assertThat(device.edge.count(device.next.objectPath())).isZero();

      free.set(Long.MAX_VALUE >> 1);

      await().atMost(AgentFixture.PATIENCE).until(() -> outcome(agent) == Outcome.INSTALLED);
    }
    assertThat(device.installed()).isEqualTo(device.newBytes);
  }

  @Test
  void givenInstalledRelease_whenSomebodyCopiesThePreviousBack_thenSaysSoAndLeavesItAlone()
      throws Exception {
    publishNext();
    try (var agent = Agent.start(device.config(LOOKS), Surroundings.quiet())) {
      await()
          .atMost(AgentFixture.PATIENCE)
          .until(() -> Arrays.equals(device.installed(), device.newBytes) && agent.isIdle());

      Files.write(device.installFile(), device.oldBytes);

      await().atMost(AgentFixture.PATIENCE).until(() -> outcome(agent) == Outcome.ROLLED_BACK);
      long looks = device.edge.count("metadata/timestamp.json");
      await()
          .atMost(AgentFixture.PATIENCE)
          .until(() -> device.edge.count("metadata/timestamp.json") > looks + 1);
    }
    assertThat(device.installed()).isEqualTo(device.oldBytes);
  }

  /// Disks that have as much room as is set.
  private record SetRoom(AtomicLong free) implements Room {
    @Override
    public long freeBytes(Path asked) {
      return free.get();
    }

    @Override
    public boolean isShared(Path first, Path second) {
      return true;
    }
  }

  private static Outcome outcome(Agent agent) {
    return agent.memory().outcome() instanceof Outcomes.Latest(Confirmation latest)
        ? latest.outcome()
        : Outcome.INSTALLED;
  }

  @Test
  void givenNoHub_whenInstalled_thenTheSignedConfirmationWaitsOnDisk() throws Exception {
    Path waiting;
    try (Stream<Path> files = Files.list(directory.resolve("data/confirmations"))) {
      waiting = files.findFirst().orElseThrow();
    }

    var event = EventCodec.decodeStructured(Files.readAllBytes(waiting)).event();

    assertThat(event)
        .isInstanceOfSatisfying(
            SignedConfirmation.class,
            signed -> {
              assertThat(signed.confirmation().outcome()).isEqualTo(Outcome.INSTALLED);
              assertThat(signed.confirmation().device()).isEqualTo(AgentFixture.DEVICE);
            });
  }

  @Test
  void givenDamagedState_whenStarted_thenPutsItAsideAndGoesOn() throws Exception {
    Files.writeString(directory.resolve("data/state.json"), "{\"type\":");

    device.runOnce();

    assertThat(device.installed()).isEqualTo(device.oldBytes);
    assertThat(directory.resolve("data/state.json.refused")).exists();
    assertThat(device.log()).contains("refused state.json");
  }

  @Test
  void givenClockFarAhead_whenSetBack_thenLooksAgainAfterTheUsualTime() throws Exception {
    AtomicReference<Duration> error = new AtomicReference<>(Duration.ofHours(2));
    try (var agent =
        Agent.start(
            device.config(Duration.ofSeconds(1)),
            new Surroundings(
                () -> Instant.now().plus(error.get()),
                new Health(),
                new SimpleMeterRegistry(),
                Traces.silent()))) {
      await().atMost(AgentFixture.PATIENCE).until(agent::isUpToDate);

      error.set(Duration.ZERO);
      long before = device.edge.count("metadata/timestamp.json");

      await()
          .atMost(AgentFixture.PATIENCE)
          .until(() -> device.edge.count("metadata/timestamp.json") > before + 1);
    }
  }

  @Test
  void givenNoTrustAnchor_whenStarted_thenNothingStarts() throws Exception {
    Files.delete(directory.resolve("root.json"));

    assertThatThrownBy(() -> Agent.start(device.config(1), Surroundings.quiet()))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("root.json")
        .hasMessageContaining("trust anchor");
  }

  @Test
  void givenRunningAgent_whenAnotherStartsOnItsDirectory_thenIsRefused() throws Exception {
    try (var _ = Agent.start(device.config(1), Surroundings.quiet())) {
      assertThatThrownBy(() -> Agent.start(device.config(1), Surroundings.quiet()))
          .isInstanceOf(CannotStartException.class)
          .hasMessageContaining("another agent is running");
    }
  }
}
