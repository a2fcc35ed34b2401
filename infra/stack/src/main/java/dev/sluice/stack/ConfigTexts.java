package dev.sluice.stack;

import dev.sluice.edge.EdgeNode;
import dev.sluice.server.ObjectServer;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/// The text of each program's configuration file. Paths are relative to folder `config` of the data
/// directory; secrets stand in files of folder `secrets`.
final class ConfigTexts {
  private final Servers servers;
  private final Credentials credentials;

  ConfigTexts(Servers servers, Credentials credentials) {
    this.servers = servers;
    this.credentials = credentials;
  }

  String publisher() throws InterruptedException, ExecutionException {
    return """
    kafka: {servers: ['%s']}
    %s
    work-directory: ../delta-work
    api: {port: 0}
    """
        .formatted(servers.kafka(), store());
  }

  String signer() throws InterruptedException, ExecutionException {
    return """
    kafka: {servers: ['%s']}
    %s
    keys-directory: ../signer-keys
    """
        .formatted(servers.kafka(), store());
  }

  String notifier() throws InterruptedException, ExecutionException {
    return """
    kafka: {servers: ['%s']}
    state-directory: ../notifier
    api: {port: 0}
    bridge:
      broker: {host: %s, port: %d}
    %s%s%s"""
        .formatted(
            servers.kafka(),
            Servers.LOOPBACK,
            servers.brokerPort(),
            route("announcements", Credentials.ANNOUNCEMENTS),
            route("confirmations", Credentials.CONFIRMATIONS),
            route("reports", Credentials.REPORTS));
  }

  private static String route(String key, String principal) {
    return "  %s: {client-id: %s, username: %s, password-file: ../secrets/%s}\n"
        .formatted(key, principal, principal, principal);
  }

  String tier1() {
    return edge(Pipeline.TIER_1, 0, credentials.nodes(), origin(), servers.brokerPort());
  }

  String tier2(String name, int httpPort, EdgeNode tier1) {
    String upstream = "node: {url: '%s'}".formatted(tier1.httpUri());
    return edge(name, httpPort, credentials.devices(), upstream, tier1.mqttPort());
  }

  private String origin() {
    return "s3: {endpoint: '%s', region: %s, bucket: %s, access-key: %s, secret-key-file: ../secrets/%s}"
        .formatted(
            servers.objects().endpoint(),
            ObjectServer.REGION,
            ObjectServer.BUCKET,
            Servers.EDGE,
            Servers.EDGE);
  }

  private static String edge(
      String name, int httpPort, Path principals, String upstream, int linkPort) {
    return """
    node-id: %s
    directory: ../%s
    http: {port: %d}
    mqtt: {port: 0, principals: %s}
    cache: {limit: 2GiB}
    upstream:
      %s
    link: {host: %s, port: %d, password-file: ../secrets/%s, report-interval: 10s}
    """
        .formatted(
            name,
            name,
            httpPort,
            "../principals/" + principals.getFileName(),
            upstream,
            Servers.LOOPBACK,
            linkPort,
            name);
  }

  private String store() {
    return "store: {endpoint: '%s', region: %s, bucket: %s, path-style: true, access-key: %s, secret-key-file: ../secrets/%s}"
        .formatted(
            servers.objects().endpoint(),
            ObjectServer.REGION,
            ObjectServer.BUCKET,
            Servers.PIPELINE,
            Servers.PIPELINE);
  }
}
