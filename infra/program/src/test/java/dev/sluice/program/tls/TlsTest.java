package dev.sluice.program.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.program.exit.CannotStartException;
import dev.sluice.testkit.TestAuthority;
import dev.sluice.testkit.TestAuthority.Algorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsTest {
  @TempDir private Path folder;

  private static Tls tls(TestAuthority own, TestAuthority trusted, Algorithm algorithm)
      throws IOException {
    var owner = own.trust().getFileName() + "-own";
    var identity = own.issue(algorithm, owner, "localhost", "127.0.0.1");
    return new Tls(
        Optional.of(trusted.trust()),
        Optional.of(identity.certificate()),
        Optional.of(identity.key()),
        true);
  }

  private Path pem(String name, String kind, byte[] content) throws IOException {
    var body = Base64.getMimeEncoder().encodeToString(content);
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, body, kind));
  }

  @ParameterizedTest
  @EnumSource
  void givenTwoThatTrustEachOther_whenTheyConnect_thenTheyTalk(Algorithm algorithm)
      throws Exception {
    var one = TestAuthority.create(folder, "one");
    var two = TestAuthority.create(folder, "two");

    assertThat(talk(tls(one, two, algorithm), tls(two, one, Algorithm.EC))).isEqualTo('x');
  }

  @Test
  void givenStranger_whenConnecting_thenRefused() throws Exception {
    var one = TestAuthority.create(folder, "one");
    var two = TestAuthority.create(folder, "two");

    assertThatThrownBy(() -> talk(tls(one, one, Algorithm.EC), tls(two, two, Algorithm.EC)))
        .isInstanceOf(SSLException.class);
  }

  private static int talk(Tls serverSide, Tls clientSide) throws Exception {
    var serverFailure = new AtomicReference<Exception>();
    try (var server =
        (SSLServerSocket) serverSide.context().getServerSocketFactory().createServerSocket(0)) {
      server.setNeedClientAuth(true);
      server.setSoTimeout(30_000);
      var serving =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (var connection = server.accept()) {
                      connection.getOutputStream().write('x');
                    } catch (IOException e) {
                      serverFailure.set(e);
                    }
                  });
      try (var client =
          (SSLSocket)
              clientSide
                  .context()
                  .getSocketFactory()
                  .createSocket("localhost", server.getLocalPort())) {
        client.setSoTimeout(30_000);
        client.startHandshake();
        return client.getInputStream().read();
      } finally {
        serving.join();
      }
    }
  }

  @Test
  void givenHalfAnIdentity_whenBuilt_thenRefused() {
    assertThatThrownBy(() -> new Tls(Optional.empty(), Optional.of(folder), Optional.empty(), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("certificate and key together");
  }

  @Test
  void givenFilesThatDoNotHoldWhatTheyShould_whenUsed_thenFileAndExpectationAreNamed()
      throws IOException {
    var gone = trusting(folder.resolve("gone.pem"));
    var text = trusting(Files.writeString(folder.resolve("text.pem"), "hello"));
    var rubbish = trusting(pem("rubbish.pem", "CERTIFICATE", new byte[] {1, 2, 3}));
    var key = pem("a.key", "PRIVATE KEY", new byte[] {1, 2, 3});

    assertThatThrownBy(gone::context)
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("gone.pem: expected a readable PEM file");
    assertThatThrownBy(text::context)
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("expected a PEM file with 'CERTIFICATE', got no PEM");
    assertThatThrownBy(rubbish::context)
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("rubbish.pem: expected certificates");
    assertThatThrownBy(() -> trusting(key).context()).hasMessageContaining("got [PRIVATE KEY]");
    var older = pem("older.key", "EC PRIVATE KEY", new byte[] {1, 2, 3});
    var early = new Tls(Optional.empty(), Optional.of(key), Optional.of(older), true);
    assertThatThrownBy(early::context).hasMessageContaining("openssl pkcs8 -topk8");
    var odd = new Tls(Optional.empty(), Optional.of(key), Optional.of(key), true);
    assertThatThrownBy(odd::context)
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("a.key: expected a");
    assertThat(Tls.STANDARD.context()).isNotNull();
  }

  private static Tls trusting(Path file) {
    return new Tls(Optional.of(file), Optional.empty(), Optional.empty(), true);
  }
}
