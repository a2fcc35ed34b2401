package dev.sluice.agent;

import dev.sluice.agent.disk.Room;
import java.nio.file.Path;
import java.time.InstantSource;

/// A program whose agent believes that it has room for the journal of a patch, and not for a copy.
final class ShortOfRoom {
  private static final long FREE_BYTES = 4_000_000;

  private ShortOfRoom() {}

  /// @param arguments the device's directory and the address of its edge node
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    String yaml =
        """
        device-id: device-001
        epoch: 1
        product: app
        edge-url: %s
        mqtt-host: localhost
        mqtt-port: 1
        mqtt-secret-file: secret
        device-key-file: device.key
        trust-anchor-file: root.json
        data-directory: data
        install-file: opt/app.bin
        in-place: when-short
        """
            .formatted(arguments[1]);
    AgentConfig config = AgentConfigLoader.parse("agent.yaml", directory, yaml);
    Room room = new SimulatedRoom(directory, FREE_BYTES);
    try (var agent = Agent.start(config, InstantSource.system(), room)) {
      agent.awaitStop();
    }
  }
}
