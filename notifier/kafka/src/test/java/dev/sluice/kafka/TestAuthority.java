package dev.sluice.kafka;

import dev.sluice.program.tls.Tls;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority that certifies servers on this machine, as PEM files in a test's folder.
final class TestAuthority {
  private static final String SIGNATURE = "SHA256withECDSA";

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

  static TestAuthority create(Path directory, String name) throws IOException {
    try {
      var keys = newKeys();
      var subject = new X500Principal("CN=" + name);
      var builder = builder(subject, subject, keys);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      return new TestAuthority(directory, name, keys, sign(builder, keys));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("no certificate of " + name, e);
    }
  }

  /// The file that clients have to trust.
  Path trust() throws IOException {
    return Files.writeString(directory.resolve(name + ".pem"), pem(certificate));
  }

  /// Certificate and key of a server at 127.0.0.1.
  Tls identity() throws IOException {
    try {
      var own = newKeys();
      var subject = new X500Principal("CN=server of " + name);
      var builder = builder(certificate.getSubjectX500Principal(), subject, own);
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
      Path chain = directory.resolve(name + "-server.pem");
      Files.writeString(chain, pem(sign(builder, keys)) + pem(certificate));
      Path key = directory.resolve(name + "-server.key");
      Files.writeString(key, pem("PRIVATE KEY", own.getPrivate().getEncoded()));
      return new Tls(Optional.empty(), Optional.of(chain), Optional.of(key), true);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("no certificate by " + name, e);
    }
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Principal issuer, X500Principal subject, KeyPair keys) throws CertIOException {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(now.toEpochMilli()),
        Date.from(now.minus(1, ChronoUnit.DAYS)),
        Date.from(now.plus(1, ChronoUnit.DAYS)),
        subject,
        keys.getPublic());
  }

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, KeyPair keys)
      throws OperatorCreationException, CertificateException {
    var signer = new JcaContentSignerBuilder(SIGNATURE).build(keys.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static String pem(X509Certificate certificate) throws IOException {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IOException("no encoding of " + certificate.getSubjectX500Principal(), e);
    }
  }

  private static String pem(String kind, byte[] bytes) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, body, kind);
  }
}
