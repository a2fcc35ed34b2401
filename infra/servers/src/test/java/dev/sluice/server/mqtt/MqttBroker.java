package dev.sluice.server.mqtt;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import dev.sluice.testkit.TestAuthority;
import dev.sluice.testkit.TestAuthority.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A real MQTT 5 broker (HiveMQ) that lets everybody who comes in do everything, and forgets
/// everything when it is closed.
public final class MqttBroker implements AutoCloseable {
  private static final String STORE_PASSWORD = "change-me";
  private static final int SHUTDOWN_GRACE_MILLIS = 50;
  private static final long START_SECONDS = 60;

  private final EmbeddedHiveMQ hiveMq;
  private final int port;

  private MqttBroker(EmbeddedHiveMQ hiveMq, int port) {
    this.hiveMq = hiveMq;
    this.port = port;
  }

  /// A broker on loopback.
  ///
  /// @param directory for its configuration
  /// @param passwords by user name, which it wants; with none it lets everybody in
  public static MqttBroker start(Path directory, Map<String, String> passwords) throws Exception {
    return start(
        directory,
        "<tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener>",
        passwords);
  }

  /// The same with TLS, and it wants a client certificate too.
  ///
  /// @param own for `localhost`
  /// @param clients who certifies them
  public static MqttBroker startTls(
      Path directory, Identity own, TestAuthority clients, Map<String, String> passwords)
      throws Exception {
    return start(
        directory,
        """
        <tls-tcp-listener>
          <port>%%d</port><bind-address>127.0.0.1</bind-address>
          <tls>
            <keystore>
              <path>%1$s</path><password>%3$s</password>
              <private-key-password>%3$s</private-key-password>
            </keystore>
            <truststore><path>%2$s</path><password>%3$s</password></truststore>
            <client-authentication-mode>REQUIRED</client-authentication-mode>
          </tls>
        </tls-tcp-listener>
        """
            .formatted(
                own.keyStore(STORE_PASSWORD), clients.trustStore(STORE_PASSWORD), STORE_PASSWORD),
        passwords);
  }

  private static MqttBroker start(Path directory, String listener, Map<String, String> passwords)
      throws Exception {
    int port = freePort();
    for (String folder : List.of("conf", "data", "extensions")) {
      Files.createDirectories(directory.resolve(folder));
    }
    Files.writeString(
        directory.resolve("conf").resolve("config.xml"),
        """
        <?xml version="1.0"?>
        <hivemq>
          <listeners>
            %s
          </listeners>
          <persistence><mode>in-memory</mode></persistence>
          <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
        </hivemq>
        """
            .formatted(listener.formatted(port)));
    // A fixed wait for writers, two seconds as it comes, and in a static field.
    InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(SHUTDOWN_GRACE_MILLIS);
    EmbeddedHiveMQ hiveMq =
        EmbeddedHiveMQ.builder()
            .withConfigurationFolder(directory.resolve("conf"))
            .withDataFolder(directory.resolve("data"))
            .withExtensionsFolder(directory.resolve("extensions"))
            .withEmbeddedExtension(
                EmbeddedExtension.builder()
                    .withId("entrance")
                    .withName("entrance")
                    .withVersion("1")
                    .withAuthor("test")
                    .withExtensionMain(new Entrance(passwords))
                    .build())
            .withoutLoggingBootstrap()
            .build();
    start(hiveMq);
    return new MqttBroker(hiveMq, port);
  }

  private static void start(EmbeddedHiveMQ hiveMq) throws IOException, InterruptedException {
    try {
      var _ = hiveMq.start().get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the MQTT broker was expected to start within 60 s", e);
    }
  }

  /// Where it listens.
  public int port() {
    return port;
  }

  @Override
  public void close() throws Exception {
    hiveMq.close();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private record Entrance(Map<String, String> passwords)
      implements ExtensionMain, SimpleAuthenticator {
    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
      Services.securityRegistry().setAuthenticatorProvider(_ -> this);
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {}

    @Override
    public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
      String expected = passwords.get(input.getConnectPacket().getUserName().orElse(""));
      Optional<String> password =
          input
              .getConnectPacket()
              .getPassword()
              .map(bytes -> StandardCharsets.UTF_8.decode(bytes.duplicate()).toString());
      if (passwords.isEmpty() || password.filter(given -> given.equals(expected)).isPresent()) {
        output.authenticateSuccessfully();
      } else {
        output.failAuthentication();
      }
    }
  }
}
