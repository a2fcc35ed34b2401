package dev.sluice.agent.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sluice.program.tls.Tls;
import dev.sluice.testkit.TestAuthority;
import dev.sluice.update.file.ByteRange;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.UpdateEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The client against an edge node with a certificate of the site's own.
class EdgeClientTlsTest {
  @TempDir Path directory;
  private HttpsServer server;
  private Tls site;

  @BeforeEach
  void givenEdgeNodeWithACertificate() throws Exception {
    var authority = TestAuthority.create(directory, "site");
    var own = authority.issue("edge", "localhost");
    site = new Tls(Optional.of(authority.trust()), Optional.empty(), Optional.empty(), true);
    var edge =
        new Tls(Optional.empty(), Optional.of(own.certificate()), Optional.of(own.key()), true);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(edge.context()));
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
    assertThat(fetch(Optional.of(site))).isInstanceOf(UpdateEvent.Fetched.class);
  }

  @Test
  void givenItIsNotTrusted_whenFetching_thenIsUnavailableAndSaysWhy() throws Exception {
    assertThat(fetch(Optional.empty()))
        .isInstanceOfSatisfying(
            UpdateEvent.Unavailable.class,
            answer -> assertThat(answer.detail()).contains("SSLHandshakeException"));
  }
}
