package dev.sluice.agent.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sluice.program.tls.Tls;
import dev.sluice.update.file.ByteRange;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.UpdateEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The client against an edge node with a certificate of the site's own.
class EdgeClientTlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path directory;
  private HttpsServer server;

  @BeforeEach
  void givenEdgeNodeWithACertificate() throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        "edge",
        "-keyalg",
        "EC",
        "-dname",
        "CN=edge",
        "-ext",
        "san=dns:localhost",
        "-keystore",
        "edge.p12");
    keytool("-exportcert", "-rfc", "-alias", "edge", "-file", "site.pem", "-keystore", "edge.p12");
    KeyStore keys = KeyStore.getInstance(directory.resolve("edge.p12").toFile(), PASSWORD);
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write("hello".getBytes(StandardCharsets.US_ASCII));
          }
        });
    server.start();
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", new String(PASSWORD), "-storetype", "PKCS12"));
    Process tool =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertThat(tool.waitFor()).as(Files.readString(directory.resolve("keytool.log"))).isZero();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private UpdateEvent.Answer fetch(Optional<Tls> tls) throws InterruptedException {
    URI uri = URI.create("https://localhost:" + server.getAddress().getPort());
    try (var client = new EdgeClient(uri, tls)) {
      return client.fetch(new Effect.Fetch(1, "metadata/x", new ByteRange.Whole(), 10, false));
    }
  }

  @Test
  void givenTheSitesCertificateIsTrusted_whenFetching_thenGetsTheBytes() throws Exception {
    var tls =
        new Tls(
            Optional.of(directory.resolve("site.pem")), Optional.empty(), Optional.empty(), true);

    assertThat(fetch(Optional.of(tls))).isInstanceOf(UpdateEvent.Fetched.class);
  }

  @Test
  void givenItIsNotTrusted_whenFetching_thenIsUnavailableAndSaysWhy() throws Exception {
    assertThat(fetch(Optional.empty()))
        .isInstanceOfSatisfying(
            UpdateEvent.Unavailable.class,
            answer -> assertThat(answer.detail()).contains("SSLHandshakeException"));
  }
}
