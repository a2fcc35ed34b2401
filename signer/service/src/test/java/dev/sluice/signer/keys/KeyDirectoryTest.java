package dev.sluice.signer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyDirectoryTest {
  private static final byte[] MESSAGE = {1, 2, 3};

  @TempDir private Path folder;

  @Test
  void givenNoKeys_whenCreating_thenOnlyTheOwnerCanReadThem() throws IOException {
    var keys = open();

    assertThat(keys.create("timestamp")).hasSize(1);
    assertThat(keys.create("product.app")).hasSize(2);

    assertThat(mode(folder.resolve("keys"))).isEqualTo("rwx------");
    assertThat(mode(folder.resolve("keys/timestamp.pem"))).isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder.resolve("keys"))) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "timestamp.pem", "product.app.build.pem", "product.app.approver.pem");
    }
  }

  @Test
  void givenKeys_whenOpenedAgain_thenSignTheSame() throws IOException {
    SigningKey key = open().create("timestamp").getFirst();

    SigningKey again = open().find("timestamp").getFirst();

    assertThat(again.publicKey()).isEqualTo(key.publicKey());
    assertThat(key.publicKey().verify(MESSAGE, again.sign(MESSAGE).bytes())).isTrue();
    assertThat(open().find("snapshot")).isEmpty();
  }

  @Test
  void givenKillBetweenTheKeysOfAProduct_whenEnsured_thenBothAreMadeAndBothMustSign()
      throws IOException {
    var keys = open();
    var _ = keys.create("product.app");
    // Killed before the second was written: the first stands where new ones are made.
    Files.move(
        folder.resolve("keys/product.app.build.pem"),
        folder.resolve("keys/new/product.app.build.pem"));
    Files.delete(folder.resolve("keys/product.app.approver.pem"));

    assertThat(open().find("product.app")).isEmpty();
    assertThat(open().ensureKeys("product.app")).hasSize(2);
  }

  @Test
  void givenKillWhileNewKeysComeIntoForce_whenEnsured_thenTheSamePairIs() throws IOException {
    var made = open().create("product.app").stream().map(SigningKey::publicKey).toList();
    Files.move(
        folder.resolve("keys/product.app.approver.pem"),
        folder.resolve("keys/new/product.app.approver.pem"));

    assertThat(open().ensureKeys("product.app")).isEqualTo(made);
  }

  @Test
  void givenPairOfWhichOneKeyIsGone_whenEnsured_thenRefusesAndSaysWhatToDo() throws IOException {
    var _ = open().create("product.app");
    Files.delete(folder.resolve("keys/product.app.approver.pem"));

    assertThatIOException()
        .isThrownBy(() -> open().ensureKeys("product.app"))
        .withMessage(
            "role product.app: expected the keys product.app.build.pem and"
                + " product.app.approver.pem in %s, got product.app.build.pem only; bring the other"
                + " back, or move this one away to have both made new",
            folder.resolve("keys"));
  }

  @Test
  void givenKeyThatOthersCanRead_whenOpened_thenRefuses() throws IOException {
    var _ = open().create("timestamp");
    Path file = folder.resolve("keys/timestamp.pem");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatIOException()
        .isThrownBy(() -> open().find("timestamp"))
        .withMessageContaining("expected mode 0600")
        .withMessageContaining("got rw-r-----");
  }

  @Test
  void givenFileThatIsNoKey_whenOpened_thenRefusesWithoutQuotingIt() throws IOException {
    var _ = open().create("timestamp");
    Path file = folder.resolve("keys/timestamp.pem");
    for (String text :
        new String[] {
          "", "secret", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n"
        }) {
      Files.writeString(file, text);

      assertThatIOException()
          .isThrownBy(() -> open().find("timestamp"))
          .withMessageStartingWith(file + ": expected an Ed25519 private key")
          .withMessageNotContaining("secret");
    }
  }

  private KeyDirectory open() throws IOException {
    return KeyDirectory.open(folder.resolve("keys"), new SecureRandom());
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
