package dev.sluice.agent;

import dev.sluice.agent.check.HealthConfig;
import dev.sluice.agent.check.ReloadConfig;
import dev.sluice.agent.disk.Room;
import dev.sluice.program.Surroundings;
import dev.sluice.program.admin.AdminConfig;
import dev.sluice.program.config.ByteSize;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.trace.TracingConfig;
import dev.sluice.release.Installer;
import dev.sluice.update.fake.FakeFleet;
import dev.sluice.update.settings.InPlacePolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// A program whose agent believes that it has room for the journal of a patch, and not for a copy,
/// and which is killed once it overwrites the installed file. It reads no configuration file: it
/// runs so slowly that this would take long.
final class ShortOfRoom {
  /// How it ends: at once, with nothing closed or written, as by SIGKILL.
  static final int KILLED = 137;

  private static final long FREE_BYTES = 1_500_000;
  private static final int BLOCK_BYTES = 4_096;
  private static final long LOOK_NANOS = 500_000;

  private ShortOfRoom() {}

  /// @param arguments the device's directory and the address of its edge node
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    var config =
        new AgentConfig(
            AgentFixture.DEVICE,
            1,
            "local",
            FakeFleet.PRODUCT,
            URI.create(arguments[1]),
            Optional.empty(),
            new AgentConfig.Mqtt(
                Optional.of("localhost"), 1, new SecretText("secret"), Optional.empty()),
            directory.resolve("device.key"),
            directory.resolve("root.json"),
            directory.resolve("data"),
            directory.resolve("opt/app.bin"),
            Installer.FILE,
            List.of(),
            Map.of(),
            Duration.ofHours(1),
            ZoneOffset.UTC,
            new ByteSize(16 << 20),
            Duration.ofDays(1),
            InPlacePolicy.WHEN_SHORT,
            ReloadConfig.NONE,
            HealthConfig.NONE,
            false,
            AdminConfig.ANY_PORT,
            TracingConfig.OFF);
    Room room = new SimulatedRoom(directory, FREE_BYTES);
    Path installed = directory.resolve("opt/app.bin");
    byte[] before = firstBlock(installed);
    var _ = Thread.ofPlatform().daemon().start(() -> dieOnceOverwritten(installed, before));
    try (var agent = Agent.start(config, Surroundings.quiet(), room)) {
      agent.awaitEnd();
    }
  }

  /// From inside, where no other process's turn comes between the look and the end.
  private static void dieOnceOverwritten(Path installed, byte[] before) {
    try {
      while (Arrays.equals(firstBlock(installed), before)) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
      Runtime.getRuntime().halt(KILLED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] firstBlock(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(BLOCK_BYTES);
    }
  }
}
