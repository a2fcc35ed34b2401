package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.check.ReloadConfig;
import dev.sluice.release.Installer;
import dev.sluice.update.fake.FakeFleet.Release;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent that keeps a set of flags, on a real disk with a real hook.
class AgentFlagsTest {
  private static final String FLAGS = "{\"cart\":true,\"theme\":\"dark\"}";

  @TempDir Path directory;

  private AgentFixture device;
  private Release released;

  @BeforeEach
  void givenDeviceThatKeepsTheFlagsOfItsRing() throws Exception {
    device = new AgentFixture(directory, Installer.FLAGS);
    String hook = "cat %s >> %s".formatted(device.installFile(), directory.resolve("loaded"));
    device.reload = new ReloadConfig(List.of("sh", "-c", hook), Duration.ofSeconds(20));
    released = device.fleet.release("7", 7, FLAGS.getBytes(StandardCharsets.UTF_8));
    device.fleet.ring(released, null);
    device.runOnce();
    assertThat(loaded()).isEqualTo(FLAGS);
  }

  @AfterEach
  void close() {
    device.close();
  }

  private void order(String... off) {
    device.fleet.setFlagsOff(off);
    device.fleet.ring(released, null);
    device.runOnce();
  }

  private String installed() {
    return new String(device.installed(), StandardCharsets.UTF_8);
  }

  /// Everything that the program has read, one after the other.
  private String loaded() throws Exception {
    return Files.readString(directory.resolve("loaded"));
  }

  private Path kept() {
    return directory.resolve("data").resolve("flags.json");
  }

  @Test
  void givenOrders_whenFollowed_thenTheFileIsDerivedAndTheReleasedOneKept() throws Exception {
    order("cart");

    assertThat(installed()).isEqualTo("{\n  \"cart\": false,\n  \"theme\": \"dark\"\n}\n");
    assertThat(Files.readString(kept())).isEqualTo(FLAGS);
    String read = loaded();
    assertThat(read).isEqualTo(FLAGS + installed());
    device.runOnce();
    assertThat(loaded()).as("nothing has changed").isEqualTo(read);
    order();
    assertThat(installed()).isEqualTo(FLAGS);
    assertThat(loaded()).isEqualTo(read + FLAGS);
  }

  @Test
  void givenFileThatSomebodyChanged_whenStarted_thenIsDerivedAndReadAgain() throws Exception {
    order("cart");
    String derived = installed();
    Files.writeString(device.installFile(), FLAGS);
    String before = loaded();

    device.runOnce();

    assertThat(installed()).isEqualTo(derived);
    assertThat(loaded()).isEqualTo(before + derived);
  }

  @Test
  void givenAgentOfAnEarlierVersion_whenStarted_thenTheFileInPlaceIsKeptAsTheReleasedOne()
      throws Exception {
    Files.delete(kept());

    order("cart");

    assertThat(Files.readString(kept())).isEqualTo(FLAGS);
    assertThat(installed()).contains("\"cart\": false");
    assertThat(device.log()).doesNotContain("changed by somebody else");
  }

  @Test
  void givenReleaseThatIsNoSetOfFlags_whenItComes_thenThePreviousOneIsBack() throws Exception {
    var broken = device.fleet.release("8", 8, "cart: true".getBytes(StandardCharsets.UTF_8));
    device.fleet.ring(released, device.fleet.next(broken));

    device.runOnce();

    assertThat(installed()).isEqualTo(FLAGS);
    assertThat(Files.readString(kept())).isEqualTo(FLAGS);
    assertThat(device.log()).contains("the flags cannot be derived");
  }
}
