package dev.sluice.kafka.broker;

import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.KafkaConnection.Sasl;
import dev.sluice.kafka.KafkaConnection.Security;
import dev.sluice.program.tls.Tls;
import dev.sluice.server.KafkaBroker;
import dev.sluice.testkit.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A Kafka broker over a directory, and how clients reach it.
public final class InProcessBroker implements AutoCloseable {
  private final KafkaConnection connection;
  private final KafkaBroker broker;

  private InProcessBroker(KafkaConnection connection, KafkaBroker broker) {
    this.connection = connection;
    this.broker = broker;
  }

  /// Formats the directory if it is empty and starts.
  ///
  /// @param directory absolute; the log stays there after [#close()]
  public static InProcessBroker start(Path directory) throws IOException {
    return open(KafkaBroker.start(directory));
  }

  /// The same on a given port: a broker that comes back where clients look for it.
  public static InProcessBroker start(Path directory, int port) throws IOException {
    return open(KafkaBroker.start(directory, port));
  }

  private static InProcessBroker open(KafkaBroker broker) {
    return new InProcessBroker(new KafkaConnection(broker.bootstrapServers()), broker);
  }

  /// The same with TLS, where clients have to log in with a password (SCRAM).
  ///
  /// @param authority certifies the broker, and clients have to trust it
  /// @param login of clients, and of the broker itself
  public static InProcessBroker startSecured(Path directory, TestAuthority authority, Sasl login)
      throws IOException {
    int port = freePort();
    var clients = new Tls(Optional.of(authority.trust()), Optional.empty(), Optional.empty(), true);
    var connection =
        new KafkaConnection(
            List.of("127.0.0.1:" + port),
            Security.SASL_TLS,
            Optional.of(login),
            Optional.of(clients),
            1,
            true);
    String mechanism = login.mechanism().name().replace('_', '-');
    Object jaas = connection.toProperties().get("sasl.jaas.config");
    Map<String, String> settings = new HashMap<>(tls(authority));
    settings.put("listener.security.protocol.map", "BROKER:SASL_SSL,CONTROLLER:PLAINTEXT");
    settings.put("sasl.enabled.mechanisms", mechanism);
    settings.put("sasl.mechanism.inter.broker.protocol", mechanism);
    settings.put(
        "listener.name.broker." + mechanism.toLowerCase(Locale.ROOT) + ".sasl.jaas.config",
        String.valueOf(jaas));
    String user =
        "%s=[name=%s,password=%s]"
            .formatted(mechanism, login.username(), login.password().reveal());
    return new InProcessBroker(
        connection, KafkaBroker.start(directory, port, settings, List.of(user)));
  }

  private static Map<String, String> tls(TestAuthority authority) throws IOException {
    TestAuthority.Identity own = authority.issue("kafka", "127.0.0.1");
    return Map.of(
        "ssl.keystore.type",
        "PEM",
        "ssl.keystore.key",
        Files.readString(own.key()),
        "ssl.keystore.certificate.chain",
        Files.readString(own.certificate()),
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.certificates",
        Files.readString(authority.trust()));
  }

  /// How clients reach it.
  public KafkaConnection connection() {
    return connection;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    broker.close();
  }
}
