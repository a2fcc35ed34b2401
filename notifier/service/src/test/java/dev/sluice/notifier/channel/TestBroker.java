package dev.sluice.notifier.channel;

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
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A real MQTT broker over a directory, which lets everybody who comes in do everything.
public final class TestBroker implements AutoCloseable {
  private final EmbeddedHiveMQ hiveMq;
  private final int port;

  private TestBroker(EmbeddedHiveMQ hiveMq, int port) {
    this.hiveMq = hiveMq;
    this.port = port;
  }

  /// A broker that everybody may use.
  public static TestBroker start(Path directory) throws IOException {
    return start(
        directory,
        "<tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener>",
        Map.of());
  }

  /// A broker that wants a client certificate, and a password of each of these.
  public static TestBroker startTls(
      Path directory, TestCertificates certificates, Map<String, String> passwords)
      throws IOException {
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
                certificates.serverStore(),
                certificates.clientTrustStore(),
                TestCertificates.PASSWORD),
        passwords);
  }

  private static TestBroker start(Path directory, String listener, Map<String, String> passwords)
      throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    for (String folder : new String[] {"conf", "data", "extensions"}) {
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
          <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
        </hivemq>
        """
            .formatted(listener.formatted(port)));
    EmbeddedHiveMQ hiveMq =
        EmbeddedHiveMQ.builder()
            .withConfigurationFolder(directory.resolve("conf"))
            .withDataFolder(directory.resolve("data"))
            .withExtensionsFolder(directory.resolve("extensions"))
            .withEmbeddedExtension(
                EmbeddedExtension.builder()
                    .withId("open")
                    .withName("open")
                    .withVersion("1")
                    .withAuthor("test")
                    .withExtensionMain(new Entrance(passwords))
                    .build())
            .withoutLoggingBootstrap()
            .build();
    hiveMq.start().join();
    return new TestBroker(hiveMq, port);
  }

  /// Where it listens.
  public int port() {
    return port;
  }

  @Override
  public void close() throws Exception {
    hiveMq.close();
  }

  /// @param passwords by user name; empty lets everybody in
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
              .map(bytes -> StandardCharsets.UTF_8.decode(bytes).toString());
      if (passwords.isEmpty() || password.filter(given -> given.equals(expected)).isPresent()) {
        output.authenticateSuccessfully();
      } else {
        output.failAuthentication();
      }
    }
  }
}
