package dev.sluice.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kafka.KafkaConnection;
import dev.sluice.program.config.Configuration;
import dev.sluice.program.config.Sources;
import dev.sluice.program.run.ProgramRunner;
import dev.sluice.testkit.JavaProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A notifier that knows of others, as an operator starts it: from a file.
///
/// @param address under which the others reach it
/// @param directory what it writes is in it
/// @param stop ends it
record TestInstance(String address, Path directory, AutoCloseable stop) implements AutoCloseable {
  private static final Configuration<NotifierConfig> CONFIGURATION =
      Configuration.of("notifier", NotifierConfig.class);

  /// In this process.
  static TestInstance here(KafkaConnection kafka, Path directory) throws Exception {
    String address = freeAddress();
    Path file = file(kafka, directory, address);
    NotifierConfig config =
        CONFIGURATION.load(new Sources(Optional.of(file), Map.of(), Map.of())).value();
    var runner = ProgramRunner.start(new NotifierProgram(), config, InstantSource.system());
    return new TestInstance(address, directory, runner);
  }

  /// In a process of its own, which is killed at the end.
  static TestInstance process(KafkaConnection kafka, Path directory) throws IOException {
    String address = freeAddress();
    Path file = file(kafka, directory, address);
    Process process =
        JavaProcess.of(
                List.of(),
                NotifierMain.class.getName(),
                List.of("run", "--config", file.toString()))
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    return new TestInstance(address, directory, () -> kill(process));
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor()).isNotZero();
  }

  private static Path file(KafkaConnection kafka, Path directory, String address)
      throws IOException {
    Files.createDirectories(directory);
    return Files.writeString(
        directory.resolve("notifier.yaml"),
        """
        kafka: {servers: ['%s']}
        state-directory: state
        api: {port: %s}
        instances: {address: '%s'}
        """
            .formatted(
                kafka.bootstrapServers(), address.substring(address.indexOf(':') + 1), address));
  }

  private static String freeAddress() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }

  /// Its API, with the admin's token that it made.
  ///
  /// @throws IOException if it has made none yet
  ApiAt api() throws IOException {
    return api(Files.readString(directory.resolve("state/admin-token")).strip());
  }

  /// Its API, with another token.
  ApiAt api(String token) {
    return new ApiAt(URI.create("http://" + address), token);
  }

  @Override
  public void close() throws Exception {
    stop.close();
  }
}
