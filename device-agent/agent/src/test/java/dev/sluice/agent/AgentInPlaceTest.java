package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.agent.disk.Room;
import dev.sluice.diff.Sections;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.program.Surroundings;
import dev.sluice.testkit.JavaProcess;
import dev.sluice.testkit.Seeded;
import dev.sluice.update.fake.FakeFleet.Release;
import dev.sluice.update.memory.Installed;
import dev.sluice.update.memory.Outcomes;
import dev.sluice.update.memory.UpdateMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent on real files, which it believes to find no second copy's room.
class AgentInPlaceTest {
  private static final int LENGTH = 1_500_000;
  private static final long RESERVED = 1L << 20;
  private static final Duration KILL_LIMIT = AgentFixture.PATIENCE.multipliedBy(5);
  private static final Sections SECTIONS = new Sections(1 << 18, 1 << 12);

  @TempDir Path directory;

  private AgentFixture device;
  private Release large;
  private Release larger;
  private String patch;
  private final byte[] oldBytes = new Seeded(5).bytesOfLength(LENGTH);
  private final byte[] newBytes = moved(oldBytes);

  private static byte[] moved(byte[] bytes) {
    byte[] moved = new byte[bytes.length + 1_000];
    System.arraycopy(bytes, 0, moved, 1_000, bytes.length);
    return moved;
  }

  @BeforeEach
  void givenDeviceThatRunsALargeRelease() throws Exception {
    device = new AgentFixture(directory);
    large = device.fleet.release("3.0", 3, oldBytes);
    larger = device.fleet.release("4.0", 4, newBytes);
    device.fleet.ring(large, null);
    Files.createDirectories(device.installFile().getParent());
    Files.write(device.installFile(), oldBytes);
    device.runOnce();
    assertThat(Arrays.equals(device.installed(), oldBytes)).isTrue();
    patch = device.fleet.delta(large, larger, SECTIONS);
    device.fleet.ring(large, device.fleet.next(larger));
    device.edge.requests().clear();
  }

  @AfterEach
  void close() {
    device.close();
  }

  private Path beside(String name) {
    return device.installFile().resolveSibling(name);
  }

  private UpdateMemory run(Room room) {
    try (var agent = Agent.start(device.inPlaceConfig(), Surroundings.quiet(), room)) {
      await()
          .atMost(AgentFixture.PATIENCE)
          .until(() -> agent.isIdle() && isInstalled(agent.memory()));
      return agent.memory();
    }
  }

  private boolean isInstalled(UpdateMemory memory) {
    return memory.installed() instanceof Installed.Release release
        && release.artifact().equals(larger.artifact().digest());
  }

  private static Confirmation confirmation(UpdateMemory memory) {
    if (memory.outcome() instanceof Outcomes.Latest(var confirmation)) {
      return confirmation;
    }
    throw new AssertionError(memory);
  }

  @Test
  void givenRoomForOneCopy_whenLooking_thenAppliesInPlaceAndKeepsNoPrevious() throws Exception {
    Files.write(beside("app.bin.previous"), new byte[100]);

    var memory = run(new SimulatedRoom(directory, RESERVED + LENGTH / 2));

    assertThat(Arrays.equals(device.installed(), newBytes)).isTrue();
    assertThat(beside("app.bin.previous")).doesNotExist();
    assertThat(beside(".app.bin.journal")).doesNotExist();
    assertThat(device.edge.count(larger.objectPath())).isZero();
    assertThat(confirmation(memory).outcome()).isEqualTo(Outcome.INSTALLED);
    assertThat(confirmation(memory).reason().text()).contains("no previous copy");
    assertThat(device.log()).contains("applying in place");
  }

  @Test
  void givenRoomForTwoCopies_whenLooking_thenKeepsThePrevious() throws Exception {
    var memory = run(new SimulatedRoom(directory, RESERVED + 2L * LENGTH));

    assertThat(Arrays.equals(device.installed(), newBytes)).isTrue();
    assertThat(beside("app.bin.previous")).hasBinaryContent(oldBytes);
    assertThat(confirmation(memory).reason().text()).isEmpty();
  }

  @Test
  void givenNoRoomForTheJournal_whenLooking_thenRefusesAndWaitsForRoom() throws Exception {
    Room room = new SimulatedRoom(directory, RESERVED + LENGTH / 100);
    try (var agent = Agent.start(device.inPlaceConfig(), Surroundings.quiet(), room)) {
      await()
          .atMost(AgentFixture.PATIENCE)
          .until(() -> agent.isIdle() && device.log().contains("cannot install now"));
      assertThat(confirmation(agent.memory()).reason().isOfDevice()).isTrue();
    }

    assertThat(device.log()).contains("reason=\"patch may take");
    assertThat(Arrays.equals(device.installed(), oldBytes)).isTrue();
    assertThat(beside(".app.bin.journal")).doesNotExist();
    assertThat(device.edge.count(larger.objectPath())).isZero();
  }

  @Test
  void givenAgentKilledWhileOverwriting_whenStartedAgain_thenCompletesTheFileFirst()
      throws Exception {
    Process agent = start();
    assertThat(agent.waitFor(KILL_LIMIT.toSeconds(), TimeUnit.SECONDS))
        .as("began to overwrite; %s", directory.resolve("killed.log"))
        .isTrue();
    assertThat(agent.exitValue()).isEqualTo(ShortOfRoom.KILLED);
    byte[] found = device.installed();
    assertThat(Arrays.equals(found, oldBytes)).isFalse();
    assertThat(Arrays.equals(found, newBytes)).isFalse();
    assertThat(beside(".app.bin.journal")).isNotEmptyFile();

    var memory = run(Room.OF_FILE_SYSTEMS);

    assertThat(Arrays.equals(device.installed(), newBytes)).isTrue();
    assertThat(beside(".app.bin.journal")).doesNotExist();
    assertThat(device.edge.count(patch)).isEqualTo(1);
    assertThat(device.edge.count(larger.objectPath())).isZero();
    assertThat(confirmation(memory).reason().text()).contains("no previous copy");
    assertThat(device.log()).contains("completing the installed file");
  }

  /// The agent as a program of its own, which dies while it overwrites. Its patcher is only
  /// interpreted, so that overwriting takes some time.
  private Process start() throws IOException {
    return JavaProcess.of(
            List.of(
                "-Xmx96m",
                "-XX:CompileCommand=quiet",
                "-XX:CompileCommand=exclude,dev/sluice/patch/*.*"),
            ShortOfRoom.class.getName(),
            List.of(directory.toString(), device.edge.uri().toString()))
        .redirectOutput(directory.resolve("killed.log").toFile())
        .start();
  }
}
