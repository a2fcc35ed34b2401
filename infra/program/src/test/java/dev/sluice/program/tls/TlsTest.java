package dev.sluice.program.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.program.exit.CannotStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  @TempDir private Path folder;

  private record Identity(Path certificate, Path key) {
    Tls trusting(Path trust) {
      return new Tls(Optional.of(trust), Optional.of(certificate), Optional.of(key), true);
    }
  }

  private Identity identity(String name, String algorithm)
      throws IOException, InterruptedException, GeneralSecurityException {
    var store = folder.resolve(name + ".p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    var keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    return new Identity(
        pem(name + ".crt", "CERTIFICATE", keys.getCertificate("own").getEncoded()),
        pem(
            name + ".key",
            "PRIVATE KEY",
            keys.getKey("own", "changeit".toCharArray()).getEncoded()));
  }

  private Path pem(String name, String kind, byte[] content) throws IOException {
    var body = Base64.getMimeEncoder().encodeToString(content);
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, body, kind));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void givenTwoThatTrustEachOther_whenTheyConnect_thenTheyTalk(String algorithm) throws Exception {
    var one = identity("one", algorithm);
    var two = identity("two", algorithm);

    assertThat(talk(one.trusting(two.certificate()), two.trusting(one.certificate())))
        .isEqualTo('x');
  }

  @Test
  void givenStranger_whenConnecting_thenRefused() throws Exception {
    var one = identity("one", "EC");
    var two = identity("two", "EC");

    assertThatThrownBy(() -> talk(one.trusting(one.certificate()), two.trusting(two.certificate())))
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
