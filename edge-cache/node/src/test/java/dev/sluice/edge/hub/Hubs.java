package dev.sluice.edge.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// What tests of the hub share.
final class Hubs {
  static final String LOCAL_SECRET = "local";

  private Hubs() {}

  /// Adds a principal whose secret is "secret of" its id.
  static void enter(Path file, String id, String kind) throws IOException {
    var digest = Principal.of(id, Principal.Kind.DEVICE, "secret of " + id).secretSha256();
    Files.writeString(
        file,
        "{\"id\":\"%s\",\"kind\":\"%s\",\"secretSha256\":\"%s\"}\n".formatted(id, kind, digest),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  static BrokerConfig config(Path directory, int port, Path principals) {
    return new BrokerConfig(
        directory,
        BrokerConfig.LOOPBACK,
        port,
        principals,
        List.of(HubLink.localPrincipal(LOCAL_SECRET)));
  }
}
