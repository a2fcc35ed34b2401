package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ProductName;
import dev.sluice.stack.demo.DemoPolicy;
import dev.sluice.testkit.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The one device of a fleet, which runs its product's first release. From then on its agent is a
/// process of its own, which asks for objects where a test tells it to.
final class LoneDevice {
  private static final String ID = "device-0001";

  private final Path directory;

  private LoneDevice(Path directory) {
    this.directory = directory;
  }

  /// Publishes the first release of a product, and waits until the device runs it and the notifier
  /// knows.
  static LoneDevice running(Pipeline pipeline, ProductName product, Path file, Duration limit)
      throws Exception {
    try (Fleet fleet = Fleet.start(pipeline, product, 1, DemoPolicy::ringOf, "")) {
      var first = TestRollouts.publish(pipeline, product, file, "1", limit);
      TestRollouts.start(pipeline, new RolloutId(product, 1));
      assertThat(fleet.awaitInstalled(first.digest(), limit)).isEqualTo(1);
      assertThat(fleet.awaitInventory(1, limit)).isTrue();
      return new LoneDevice(fleet.directory().resolve(ID));
    }
  }

  /// The file that the device keeps up to date.
  Path installedFile() {
    return directory.resolve("installed/demo");
  }

  /// Starts the agent.
  ///
  /// @param edge where it asks for objects
  /// @param output what it logs
  Process startAgent(URI edge, Path output) throws IOException {
    String config =
        Files.readString(directory.resolve("agent.yaml"))
            .replaceFirst("(?m)^edge-url: .*$", "edge-url: " + edge);
    Path file = Files.writeString(directory.resolve("elsewhere.yaml"), config);
    return JavaProcess.of(
            List.of("-Xmx64m"),
            "dev.sluice.agent.AgentMain",
            List.of("run", "--config", file.toString()))
        .redirectOutput(output.toFile())
        .start();
  }

  /// Stops the agent as an operator does.
  static void stopAgent(Process agent, Duration limit) throws InterruptedException {
    agent.destroy();
    assertThat(agent.waitFor(limit.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }
}
