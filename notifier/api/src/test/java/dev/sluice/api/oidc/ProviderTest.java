package dev.sluice.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A provider whose discovery document may stop in the middle.
@Timeout(30)
class ProviderTest {
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean isSlow;
  private volatile Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/.well-known/openid-configuration", this::discovery);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
  }

  private URI issuer() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void discovery(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    var metadata =
        new OIDCProviderMetadata(
            new Issuer(issuer()), List.of(SubjectType.PUBLIC), issuer().resolve("/keys"));
    metadata.setAuthorizationEndpointURI(issuer().resolve("/authorize"));
    metadata.setTokenEndpointURI(issuer().resolve("/token"));
    byte[] bytes = metadata.toString().getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes, 0, 10);
      exchange.getResponseBody().flush();
      if (isSlow) {
        end.await();
      }
      exchange.getResponseBody().write(bytes, 10, bytes.length - 10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void givenAnswerThatStopsInTheMiddle_whenAsked_thenItIsNotWaitedForWithoutEnd() {
    isSlow = true;
    try (var http = new ProviderHttp(Optional.empty(), Duration.ofMillis(500))) {
      var provider = new Provider(issuer(), http, () -> now);

      assertThatThrownBy(provider::known)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no whole answer within 500 ms");
    }
  }

  @Test
  void givenDocumentThatIsOld_whenItIsAskedForAgain_thenOthersGoOnWithIt() throws Exception {
    try (var http = new ProviderHttp(Optional.empty())) {
      var provider = new Provider(issuer(), http, () -> now);
      var first = provider.known();
      isSlow = true;
      now = now.plus(Duration.ofHours(2));
      var waiting = CompletableFuture.supplyAsync(() -> known(provider));
      await().atMost(Duration.ofSeconds(10)).until(() -> asked.get() == 2);

      assertThat(provider.known()).isSameAs(first);
      assertThat(waiting).isNotDone();

      end.countDown();
      assertThat(waiting.get().since()).isEqualTo(now);
      assertThat(provider.known()).isNotSameAs(first);
    }
  }

  private static Provider.Known known(Provider provider) {
    try {
      return provider.known();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
