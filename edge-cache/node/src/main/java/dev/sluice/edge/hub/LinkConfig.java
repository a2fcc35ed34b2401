package dev.sluice.edge.hub;

/// The MQTT broker of the next tier, and who this node is there.
///
/// @param host its host
/// @param port its port
/// @param id the node's principal there
/// @param secret the node's secret there; never logged
public record LinkConfig(String host, int port, String id, String secret) {
  public LinkConfig {
    if (host.isBlank() || port < 1 || port > 65_535 || id.isBlank() || secret.isEmpty()) {
      throw new IllegalArgumentException(
          "a link needs a host, a port of 1 to 65535, an id and a secret, got host '%s', port %d, id '%s'"
              .formatted(host, port, id));
    }
  }

  @Override
  public String toString() {
    return "LinkConfig[" + id + " at " + host + ":" + port + "]";
  }
}
