package dev.sluice.stack.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/// What of this machine the suite needs beside a JDK.
final class Engine {
  private static final Path SOCKET = Path.of("/var/run/docker.sock");

  private Engine() {}

  /// What is missing, for a person; empty if nothing is.
  static Optional<String> missing() {
    if (!Files.isExecutable(Path.of(Cluster.MOSQUITTO))) {
      return Optional.of("mosquitto is not installed (Debian: apt-get install mosquitto)");
    }
    boolean isNamed = System.getenv("DOCKER_HOST") != null || Files.exists(SOCKET);
    if (!isNamed || !DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.of(
          "no Docker engine answers (Debian: apt-get install docker.io, then start dockerd)");
    }
    return Optional.empty();
  }
}
