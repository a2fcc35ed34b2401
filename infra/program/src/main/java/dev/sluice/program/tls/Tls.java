package dev.sluice.program.tls;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.exit.CannotStartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// What one side of a TLS connection has: whom it trusts, and who it is. All files are PEM.
///
/// @param trust certificates of authorities; absent for those of the JDK
/// @param certificate our own, followed by its chain; with `key` or not at all
/// @param key our own private key, PKCS #8, not encrypted
/// @param verifyHost whether a server's certificate must name the host that we asked for
public record Tls(
    @Describe("PEM file of the authorities to trust; without it those of the JDK")
        Optional<Path> trust,
    @Describe("PEM file of our certificate and its chain; together with key")
        Optional<Path> certificate,
    @Describe("PEM file of our private key, PKCS #8; together with certificate") Optional<Path> key,
    @Describe(
            "whether the certificate of a server must name the host that we asked for; false is refused where that cannot be switched off")
        @Default("true")
        boolean verifyHost) {
  /// The JDK's authorities, no certificate of our own.
  public static final Tls STANDARD =
      new Tls(Optional.empty(), Optional.empty(), Optional.empty(), true);

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN (?<kind>[A-Z0-9 ]+)-----(?<body>[^-]*)-----END \\k<kind>-----");
  private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "EdDSA");

  /// Checks that certificate and key come together.
  public Tls {
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          "expected certificate and key together, got only one of them");
    }
  }

  /// Refuses `verify-host: false` where it could have no effect, as what connects verifies anyway.
  ///
  /// @param key of the section that this is
  /// @param server what is connected to
  /// @throws IllegalArgumentException naming the key
  public void requireHostVerified(String key, String server) {
    if (!verifyHost) {
      throw new IllegalArgumentException(
          "%s: expected verify-host: true, as the certificate of %s must name its host, got false"
              .formatted(key, server));
    }
  }

  /// A context with this material.
  ///
  /// @throws CannotStartException if a file cannot be read or does not hold what it should
  public SSLContext context() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), trustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new CannotStartException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException {
    return keys().map(KeyManagerFactory::getKeyManagers).orElse(null);
  }

  private TrustManager @Nullable [] trustManagers() throws GeneralSecurityException {
    return authorities().map(TrustManagerFactory::getTrustManagers).orElse(null);
  }

  /// Our own key, for libraries that take a factory; empty without one.
  ///
  /// @throws CannotStartException if a file cannot be read or does not hold what it should
  public Optional<KeyManagerFactory> keys() {
    return key.map(file -> keyManagers(privateKey(file), certificates(certificate.orElseThrow())));
  }

  /// Whom we trust, for libraries that take a factory; empty for those of the JDK.
  ///
  /// @throws CannotStartException if the file cannot be read or holds no certificate
  public Optional<TrustManagerFactory> authorities() {
    return trust.map(file -> trustManagers(certificates(file)));
  }

  private static KeyManagerFactory keyManagers(PrivateKey key, List<Certificate> chain) {
    try {
      var store = emptyStore();
      store.setKeyEntry("own", key, new char[0], chain.toArray(Certificate[]::new));
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, new char[0]);
      return factory;
    } catch (GeneralSecurityException e) {
      throw new CannotStartException(
          "certificate and key do not fit together: " + e.getMessage(), e);
    }
  }

  private static TrustManagerFactory trustManagers(List<Certificate> authorities) {
    try {
      var store = emptyStore();
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("authority-" + i, authorities.get(i));
      }
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory;
    } catch (GeneralSecurityException e) {
      throw new CannotStartException(
          "the certificates to trust cannot be used: " + e.getMessage(), e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new IllegalStateException("an empty key store needs no file", e);
    }
  }

  private static List<Certificate> certificates(Path file) {
    var found = new ArrayList<Certificate>();
    for (var block : blocks(file, "CERTIFICATE")) {
      try {
        found.add(
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new java.io.ByteArrayInputStream(block)));
      } catch (GeneralSecurityException e) {
        throw new CannotStartException(
            file + ": expected certificates, got one that cannot be read", e);
      }
    }
    return found;
  }

  private static PrivateKey privateKey(Path file) {
    var encoded = new PKCS8EncodedKeySpec(blocks(file, "PRIVATE KEY").getFirst());
    for (var algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException _) {
        // Another algorithm, or none that we know.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("the JDK knows " + algorithm, e);
      }
    }
    throw new CannotStartException(
        file + ": expected a private key of kind EC, RSA or Ed25519, got another");
  }

  private static List<byte[]> blocks(Path file, String kind) {
    var kinds = new ArrayList<String>();
    var bodies = new ArrayList<byte[]>();
    var found = BLOCK.matcher(read(file));
    while (found.find()) {
      kinds.add(found.group("kind"));
      if (found.group("kind").equals(kind)) {
        bodies.add(Base64.getMimeDecoder().decode(found.group("body")));
      }
    }
    if (bodies.isEmpty()) {
      throw new CannotStartException(
          "%s: expected a PEM file with '%s', got %s%s"
              .formatted(file, kind, kinds.isEmpty() ? "no PEM" : kinds, advice(kind, kinds)));
    }
    return bodies;
  }

  private static String advice(String wanted, List<String> kinds) {
    boolean hasOtherKey =
        wanted.equals("PRIVATE KEY")
            && kinds.stream().anyMatch(kind -> kind.endsWith(" " + wanted));
    return hasOtherKey ? "; convert it with `openssl pkcs8 -topk8 -nocrypt`" : "";
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new CannotStartException(
          file + ": expected a readable PEM file, got " + e.getClass().getSimpleName(), e);
    }
  }
}
