package dev.sluice.stack.process;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Everything on loopback, each process at ports that it keeps over a restart.
final class OneMachine implements Places {
  private static final String LOOPBACK = "127.0.0.1";

  private final Ports ports = new Ports();
  private final Map<String, Integer> given = new HashMap<>();
  private @Nullable EmbeddedServers servers;

  /// Free ports.
  Ports ports() {
    return ports;
  }

  /// What stands outside.
  void useServers(EmbeddedServers running) {
    servers = running;
  }

  @Override
  public String bindAddress() {
    return LOOPBACK;
  }

  @Override
  public String host(String process) {
    return LOOPBACK;
  }

  @Override
  public int port(String process, String use) {
    return given.computeIfAbsent(process + "/" + use, _ -> ports.next());
  }

  @Override
  public String kafka() {
    return "{servers: ['%s']}".formatted(running().kafka());
  }

  @Override
  public URI store() {
    return running().store();
  }

  @Override
  public String broker() {
    return "host: %s, port: %d".formatted(LOOPBACK, running().brokerPort());
  }

  private EmbeddedServers running() {
    return Objects.requireNonNull(servers);
  }
}
