package dev.sluice.stack.cluster;

import dev.sluice.stack.process.Site;
import dev.sluice.testkit.TestAuthority;
import dev.sluice.testkit.TestAuthority.Identity;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// The files of the servers that are not ours: Kafka's three brokers, S3Proxy and mosquitto.
final class ServerFiles {
  /// What the brokers log in with at each other.
  private static final String KAFKA_BROKER = "broker";

  private static final int CONTROLLER_PORT = 9094;
  private static final String INSIDE = "/site/";

  private final Site site;

  ServerFiles(Site site) {
    this.site = site;
  }

  /// Writes everything for all of them, with certificates.
  ///
  /// @param nodes who may connect to the stamp's broker beside the bridge
  void write(List<String> nodes) throws IOException {
    Path certificates = site.directory().resolve("certificates");
    var authority = TestAuthority.create(certificates, "ca");
    for (int i = 0; i < ContainerPlaces.KAFKA.size(); i++) {
      Identity node = authority.issue(ContainerPlaces.KAFKA.get(i), ContainerPlaces.KAFKA.get(i));
      Files.writeString(
          certificates.resolve(ContainerPlaces.KAFKA.get(i) + ".both.pem"),
          Files.readString(node.key()) + Files.readString(node.certificate()));
      kafka(i + 1, ContainerPlaces.KAFKA.get(i));
    }
    var _ = authority.issue(ContainerPlaces.BROKER, ContainerPlaces.BROKER);
    mosquitto(nodes);
    store();
  }

  private void kafka(int id, String host) throws IOException {
    Properties properties = KafkaSettings.common(id, Path.of(INSIDE + host + "/data"), 3);
    List<String> voters = new ArrayList<>();
    for (int i = 0; i < ContainerPlaces.KAFKA.size(); i++) {
      voters.add("%d@%s:%d".formatted(i + 1, ContainerPlaces.KAFKA.get(i), CONTROLLER_PORT));
    }
    properties.setProperty("controller.quorum.voters", String.join(",", voters));
    properties.setProperty(
        "listeners",
        "CLIENT://0.0.0.0:%d,CONTROLLER://0.0.0.0:%d"
            .formatted(ContainerPlaces.KAFKA_PORT, CONTROLLER_PORT));
    properties.setProperty(
        "advertised.listeners", "CLIENT://%s:%d".formatted(host, ContainerPlaces.KAFKA_PORT));
    properties.setProperty("listener.security.protocol.map", "CLIENT:SASL_SSL,CONTROLLER:SSL");
    properties.setProperty("sasl.enabled.mechanisms", "SCRAM-SHA-512");
    properties.setProperty("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512");
    properties.setProperty(
        "listener.name.client.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(KAFKA_BROKER, site.reveal(KAFKA_BROKER)));
    properties.setProperty(
        "scram.users",
        "%s:%s,%s:%s"
            .formatted(
                KAFKA_BROKER,
                site.reveal(KAFKA_BROKER),
                ContainerPlaces.KAFKA_USER,
                site.reveal(ContainerPlaces.KAFKA_USER)));
    properties.setProperty("listener.name.controller.ssl.client.auth", "required");
    properties.setProperty("ssl.keystore.type", "PEM");
    properties.setProperty("ssl.keystore.location", INSIDE + "certificates/" + host + ".both.pem");
    properties.setProperty("ssl.truststore.type", "PEM");
    properties.setProperty("ssl.truststore.location", INSIDE + "certificates/ca.pem");
    save(properties, host + "/server.properties");
  }

  private void store() throws IOException {
    var properties = new Properties();
    properties.setProperty("s3proxy.endpoint", "http://0.0.0.0:" + ContainerPlaces.STORE_PORT);
    properties.setProperty("s3proxy.authorization", "aws-v2-or-v4");
    properties.setProperty("s3proxy.identity", Site.PIPELINE);
    properties.setProperty("s3proxy.credential", site.reveal(Site.PIPELINE));
    properties.setProperty("s3proxy.v4-max-non-chunked-request-size", "134217728");
    properties.setProperty("jclouds.provider", "filesystem-nio2");
    properties.setProperty("jclouds.identity", Site.PIPELINE);
    properties.setProperty("jclouds.credential", site.reveal(Site.PIPELINE));
    properties.setProperty(
        "jclouds.filesystem.basedir", INSIDE + ContainerPlaces.STORE + "/objects");
    save(properties, ContainerPlaces.STORE + "/s3proxy.properties");
    // A bucket is a folder.
    Files.createDirectories(
        site.directory().resolve(ContainerPlaces.STORE).resolve("objects").resolve(Site.BUCKET));
  }

  private void mosquitto(List<String> nodes) throws IOException {
    String folder = INSIDE + ContainerPlaces.BROKER;
    var _ =
        site.write(
            ContainerPlaces.BROKER + "/mosquitto.conf",
            """
            per_listener_settings false
            listener %d 0.0.0.0
            certfile %scertificates/%s.pem
            keyfile %scertificates/%s.key
            allow_anonymous false
            password_file %s/passwords
            acl_file %s/acl
            persistence true
            persistence_location %s/data/
            # What it has said yes to, it must still have after a kill.
            autosave_on_changes true
            autosave_interval 1
            max_queued_messages 0
            # The container's user is the one that it stays.
            user root
            log_dest stderr
            """
                .formatted(
                    ContainerPlaces.BROKER_PORT,
                    INSIDE,
                    ContainerPlaces.BROKER,
                    INSIDE,
                    ContainerPlaces.BROKER,
                    folder,
                    folder,
                    folder));
    Files.createDirectories(site.directory().resolve(ContainerPlaces.BROKER).resolve("data"));
    var acl = new StringBuilder();
    for (String user : Site.BRIDGE) {
      acl.append(
          """
          user %s
          topic write sluice/announce/#
          topic write sluice/device/+/assignment
          topic read sluice/device/+/confirmation
          topic read sluice/device/+/report
          topic read sluice/node/+/report
          """
              .formatted(user));
    }
    for (String user : nodes) {
      acl.append(
          """
          user %s
          topic read sluice/announce/#
          topic read sluice/device/+/assignment
          topic write sluice/device/+/confirmation
          topic write sluice/device/+/report
          topic write sluice/node/+/report
          """
              .formatted(user));
    }
    var _ = site.write(ContainerPlaces.BROKER + "/acl", acl.toString());
    passwords(nodes);
  }

  private void passwords(List<String> nodes) throws IOException {
    var lines = new StringBuilder();
    List<String> users = new ArrayList<>(Site.BRIDGE);
    users.addAll(nodes);
    for (String user : users) {
      lines.append(user).append(':').append(site.reveal(user)).append('\n');
    }
    Path file = site.write(ContainerPlaces.BROKER + "/passwords", lines.toString());
    // Replaces each password by its hash.
    var _ = Command.run("mosquitto_passwd", "-U", file.toString());
  }

  private void save(Properties properties, String name) throws IOException {
    Path file = site.write(name, "");
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
  }
}
