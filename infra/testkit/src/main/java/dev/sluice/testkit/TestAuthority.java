package dev.sluice.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority that certifies servers and clients, all of it files in a test's folder. Its
/// certificates are valid from an hour ago for two days.
public final class TestAuthority {
  private static final Duration LIFETIME = Duration.ofDays(2);
  private static final int RSA_BITS = 2_048;

  private final Path directory;
  private final String name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  private TestAuthority(Path directory, String name, KeyPair keys, X509Certificate certificate) {
    this.directory = directory;
    this.name = name;
    this.keys = keys;
    this.certificate = certificate;
  }

  /// Kinds of keys.
  public enum Algorithm {
    /// P-256.
    EC,
    /// 2,048 bits; made in a second.
    RSA,
    /// Of Edwards's curve.
    ED25519;

    private KeyPair newKeys() throws GeneralSecurityException {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(name());
      switch (this) {
        case EC -> generator.initialize(256);
        case RSA -> generator.initialize(RSA_BITS);
        case ED25519 -> {}
      }
      return generator.generateKeyPair();
    }
  }

  /// Makes one with keys on P-256; its certificate is `NAME.pem` in the folder.
  public static TestAuthority create(Path directory, String name) throws IOException {
    Files.createDirectories(directory);
    try {
      KeyPair keys = Algorithm.EC.newKeys();
      var subject = new X500Principal("CN=" + name);
      JcaX509v3CertificateBuilder builder = builder(subject, subject, keys);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      X509Certificate certificate = sign(builder, keys);
      Files.writeString(directory.resolve(name + ".pem"), pem(certificate));
      return new TestAuthority(directory, name, keys, certificate);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("no certificate of " + name, e);
    }
  }

  /// The PEM file that those have to trust who talk to whom it certifies.
  public Path trust() {
    return directory.resolve(name + ".pem");
  }

  /// The same as a PKCS #12 file.
  public Path trustStore(String password) throws IOException {
    try {
      KeyStore store = newStore();
      store.setCertificateEntry(name, certificate);
      return write(store, directory.resolve(name + "-trust.p12"), password);
    } catch (GeneralSecurityException e) {
      throw new IOException("no store with " + name, e);
    }
  }

  /// A new key and a certificate for it: `OWNER.key`, and `OWNER.pem` with its chain.
  ///
  /// @param hosts where its owner is: host names, or addresses of IPv4
  public Identity issue(String owner, String... hosts) throws IOException {
    return issue(Algorithm.EC, owner, hosts);
  }

  /// The same of a kind.
  public Identity issue(Algorithm algorithm, String owner, String... hosts) throws IOException {
    try {
      KeyPair own = algorithm.newKeys();
      JcaX509v3CertificateBuilder builder =
          builder(certificate.getSubjectX500Principal(), new X500Principal("CN=" + owner), own);
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(Stream.of(hosts).map(TestAuthority::host).toArray(GeneralName[]::new)));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      var chain = List.of(sign(builder, keys), certificate);
      Path pem = directory.resolve(owner + ".pem");
      Files.writeString(pem, pem(chain.getFirst()) + pem(certificate));
      Path key = directory.resolve(owner + ".key");
      Files.writeString(key, pem("PRIVATE KEY", own.getPrivate().getEncoded()));
      return new Identity(pem, key, own.getPrivate(), chain);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("no certificate by " + name, e);
    }
  }

  /// Whom an authority vouches for.
  ///
  /// @param certificate PEM file, with its chain
  /// @param key PEM file, PKCS #8
  /// @param privateKey what `key` holds
  /// @param chain what `certificate` holds
  public record Identity(
      Path certificate, Path key, PrivateKey privateKey, List<X509Certificate> chain) {
    /// Copies the list.
    public Identity {
      chain = List.copyOf(chain);
    }

    /// The same as a PKCS #12 file.
    public Path keyStore(String password) throws IOException {
      try {
        KeyStore store = newStore();
        store.setKeyEntry(
            "own", privateKey, password.toCharArray(), chain.toArray(Certificate[]::new));
        return write(store, key.resolveSibling(key.getFileName() + ".p12"), password);
      } catch (GeneralSecurityException e) {
        throw new IOException("no store with " + certificate, e);
      }
    }
  }

  private static KeyStore newStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Path write(KeyStore store, Path file, String password)
      throws IOException, GeneralSecurityException {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
    return file;
  }

  private static GeneralName host(String host) {
    boolean isAddress = host.matches("[0-9.]+");
    return new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, host);
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Principal issuer, X500Principal subject, KeyPair keys) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(64, new SecureRandom()),
        Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(LIFETIME)),
        subject,
        keys.getPublic());
  }

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, KeyPair keys)
      throws GeneralSecurityException, OperatorCreationException {
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static String pem(X509Certificate certificate) throws GeneralSecurityException {
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  private static String pem(String kind, byte[] bytes) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, body, kind);
  }
}
