package dev.sluice.notifier.channel;

import dev.sluice.program.tls.Tls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A server's and a client's key, each with a certificate that the other trusts, made by the JDK's
/// keytool.
public final class TestCertificates {
  static final String PASSWORD = "change-me";
  private static final String ALIAS = "own";

  private final Path directory;

  private TestCertificates(Path directory) {
    this.directory = directory;
  }

  /// Makes them below a directory.
  public static TestCertificates make(Path directory) throws Exception {
    Files.createDirectories(directory);
    var certificates = new TestCertificates(directory);
    certificates.pair("server", "SAN=dns:localhost,ip:127.0.0.1");
    certificates.pair("client", "SAN=dns:bridge");
    certificates.trust("server");
    certificates.trust("client");
    return certificates;
  }

  /// The server's key store.
  Path serverStore() {
    return directory.resolve("server.p12");
  }

  /// Trusts the client.
  Path clientTrustStore() {
    return directory.resolve("client-trust.p12");
  }

  /// What a server needs.
  public Tls server() throws IOException, GeneralSecurityException {
    return new Tls(
        Optional.empty(), Optional.of(pem("server")), Optional.of(keyPem("server")), true);
  }

  /// The certificate that clients trust.
  public Path authority() {
    return pem("server");
  }

  /// What the client needs.
  public Tls client() throws IOException, GeneralSecurityException {
    return new Tls(
        Optional.of(pem("server")),
        Optional.of(pem("client")),
        Optional.of(keyPem("client")),
        true);
  }

  /// The same without the client's own certificate.
  Tls withoutKey() throws IOException, GeneralSecurityException {
    return new Tls(Optional.of(pem("server")), Optional.empty(), Optional.empty(), true);
  }

  private void pair(String name, String extension) throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        ALIAS,
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=" + name,
        "-ext",
        extension,
        "-validity",
        "30",
        "-keystore",
        store(name));
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        ALIAS,
        "-keystore",
        store(name),
        "-file",
        pem(name).toString());
  }

  private void trust(String name) throws Exception {
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        name,
        "-file",
        pem(name).toString(),
        "-keystore",
        directory.resolve(name + "-trust.p12").toString());
  }

  private String store(String name) {
    return directory.resolve(name + ".p12").toString();
  }

  private Path pem(String name) {
    return directory.resolve(name + ".pem");
  }

  private Path keyPem(String name) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(Path.of(store(name)).toFile(), PASSWORD.toCharArray());
    byte[] key = store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
    String body = Base64.getMimeEncoder().encodeToString(key);
    return Files.writeString(
        directory.resolve(name + "-key.pem"),
        "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(Arrays.asList(arguments));
    command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException("keytool: " + output);
    }
  }
}
