package dev.sluice.notifier.channel;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import dev.sluice.program.tls.Tls;
import dev.sluice.server.mqtt.MqttBroker;
import dev.sluice.testkit.TestAuthority;
import dev.sluice.testkit.TestAuthority.Identity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// An MQTT broker that wants TLS, a certificate and a password, and what its clients have.
public final class SecuredMqtt implements AutoCloseable {
  /// A user name beside those of the bridge.
  public static final String DEVICE = "device";

  private final MqttBroker broker;
  private final Path trust;
  private final Identity client;
  private final String devicePassword;

  private SecuredMqtt(MqttBroker broker, Path trust, Identity client, String devicePassword) {
    this.broker = broker;
    this.trust = trust;
    this.client = client;
    this.devicePassword = devicePassword;
  }

  /// Starts the broker.
  ///
  /// @param authority certifies it and its clients
  /// @param passwords by user name, [#DEVICE] among them
  public static SecuredMqtt start(
      Path directory, TestAuthority authority, Map<String, String> passwords) throws Exception {
    Identity own = authority.issue("mqtt", "localhost", "127.0.0.1");
    return new SecuredMqtt(
        MqttBroker.startTls(directory, own, authority, passwords),
        authority.trust(),
        authority.issue("client", "bridge"),
        passwords.getOrDefault(DEVICE, ""));
  }

  /// Where it listens.
  public int port() {
    return broker.port();
  }

  /// What a client needs.
  public Tls client() {
    return new Tls(
        Optional.of(trust), Optional.of(client.certificate()), Optional.of(client.key()), true);
  }

  /// The same without a certificate of its own.
  Tls withoutKey() {
    return new Tls(Optional.of(trust), Optional.empty(), Optional.empty(), true);
  }

  /// A client beside the bridge, not connected yet.
  public Mqtt5BlockingClient device() throws Exception {
    return MqttClient.builder()
        .useMqttVersion5()
        .identifier(DEVICE)
        .serverHost("localhost")
        .serverPort(port())
        .sslConfig(
            MqttClientSslConfig.builder()
                .keyManagerFactory(client().keys().orElseThrow())
                .trustManagerFactory(client().authorities().orElseThrow())
                .build())
        .simpleAuth()
        .username(DEVICE)
        .password(devicePassword.getBytes(StandardCharsets.UTF_8))
        .applySimpleAuth()
        .buildBlocking();
  }

  @Override
  public void close() throws Exception {
    broker.close();
  }
}
