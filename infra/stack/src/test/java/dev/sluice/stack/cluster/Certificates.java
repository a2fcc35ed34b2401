package dev.sluice.stack.cluster;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority of the tests, and certificates by it, as PEM files.
final class Certificates {
  private static final Duration LIFETIME = Duration.ofDays(2);
  private static final X500Name AUTHORITY = new X500Name("CN=Sluice test authority");

  private final Path directory;
  private final KeyPair keys;

  private Certificates(Path directory, KeyPair keys) {
    this.directory = directory;
    this.keys = keys;
  }

  /// Makes an authority; its certificate is `ca.pem`.
  static Certificates create(Path directory) throws IOException {
    try {
      var certificates = new Certificates(Files.createDirectories(directory), newKeys());
      X509v3CertificateBuilder builder = certificates.builder(AUTHORITY, certificates.keys);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      write(certificates.authority(), builder.build(certificates.signer()));
      return certificates;
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("the test's authority cannot be made", e);
    }
  }

  /// Whom to trust.
  Path authority() {
    return directory.resolve("ca.pem");
  }

  /// Makes a key and a certificate for a host: `HOST.key`, `HOST.pem`, and both in `HOST.both.pem`.
  void issue(String host) throws IOException {
    try {
      KeyPair own = newKeys();
      X509v3CertificateBuilder builder = builder(new X500Name("CN=" + host), own);
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      Path certificate = directory.resolve(host + ".pem");
      Path key = directory.resolve(host + ".key");
      write(certificate, builder.build(signer()));
      write(key, new JcaPKCS8Generator(own.getPrivate(), null));
      Files.writeString(
          directory.resolve(host + ".both.pem"),
          Files.readString(key) + Files.readString(certificate));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("no certificate can be made for " + host, e);
    }
  }

  private X509v3CertificateBuilder builder(X500Name subject, KeyPair subjectKeys) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        AUTHORITY,
        new BigInteger(64, new SecureRandom()),
        Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(LIFETIME)),
        subject,
        subjectKeys.getPublic());
  }

  private ContentSigner signer() throws OperatorCreationException {
    return new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static void write(Path file, Object content) throws IOException {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(
          content instanceof JcaPKCS8Generator generator ? generator.generate() : content);
    }
    Files.writeString(file, text.toString());
  }
}
