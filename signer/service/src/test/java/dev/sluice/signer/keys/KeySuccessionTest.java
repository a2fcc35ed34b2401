package dev.sluice.signer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.signer.keys.KeyRing.OldKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySuccessionTest {
  @TempDir private Path folder;

  @Test
  void givenKey_whenSuccessorIsPrepared_thenItIsSafeAndTheOldOneStaysInForce() throws IOException {
    var keys = open();
    var old = keys.create("targets").getFirst();

    var succession = keys.prepare("targets", Set.of(old.material())).getFirst();

    assertThat(succession.current().publicKey()).isEqualTo(old.publicKey());
    assertThat(keys.find("targets"))
        .extracting(SigningKey::publicKey)
        .containsExactly(old.publicKey(), succession.next().publicKey());
    assertThat(mode("keys/next")).isEqualTo("rwx------");
    assertThat(mode("keys/next/targets.pem")).isEqualTo("rw-------");
    assertThat(keys.prepare("targets", Set.of(old.material())).getFirst().next().publicKey())
        .isEqualTo(succession.next().publicKey());
  }

  @Test
  void givenNamedSuccessor_whenSettled_thenTheOldKeyIsPutAway() throws IOException {
    var keys = open();
    var old = keys.create("targets").getFirst();
    var next = keys.prepare("targets", Set.of(old.material())).getFirst().next();

    keys.settle("targets", Set.of(old.material()), OldKeys.KEEP);
    assertThat(keys.find("targets")).hasSize(2);
    keys.settle("targets", Set.of(next.material()), OldKeys.KEEP);

    assertThat(keys.find("targets"))
        .extracting(SigningKey::publicKey)
        .containsExactly(next.publicKey());
    String name = "targets." + old.publicKey().keyId().substring(0, 12) + ".pem";
    assertThat(mode("keys/old")).isEqualTo("rwx------");
    assertThat(mode("keys/old/" + name)).isEqualTo("rw-------");
  }

  @Test
  void givenCutBetweenTheMoves_whenSettledAgain_thenTheNewKeyIsInForce() throws IOException {
    var keys = open();
    var old = keys.create("targets").getFirst();
    var next = keys.prepare("targets", Set.of(old.material())).getFirst().next();
    Files.delete(folder.resolve("keys/targets.pem"));
    assertThat(keys.find("targets")).hasSize(1);

    open().settle("targets", Set.of(next.material()), OldKeys.DELETE);

    assertThat(folder.resolve("keys/targets.pem")).exists();
    assertThat(folder.resolve("keys/next/targets.pem")).doesNotExist();
    assertThat(folder.resolve("keys/old")).doesNotExist();
  }

  @Test
  void givenProductWithOneKeyElsewhere_whenPrepared_thenOnlyTheOneHereHasASuccessor()
      throws IOException {
    var keys = open();
    var both = keys.create("product.app");
    Files.delete(folder.resolve("keys/product.app.approver.pem"));

    var successions =
        keys.prepare("product.app", Set.of(both.get(0).material(), both.get(1).material()));

    assertThat(successions).hasSize(1);
    assertThat(successions.getFirst().current().publicKey()).isEqualTo(both.get(0).publicKey());
  }

  @Test
  void givenLockThatIsHeld_whenAnotherWantsIt_thenNamesTheHolderAndGivesUp() throws IOException {
    var first = open();
    var second =
        KeyDirectory.open(folder.resolve("keys"), new SecureRandom(), Duration.ofMillis(50));

    try (var _ = first.hold()) {
      assertThatIOException()
          .isThrownBy(second::hold)
          .withMessageContaining("expected the lock of the keys within 0 s, got none")
          .withMessageContaining("process " + ProcessHandle.current().pid());
    }
    try (var _ = second.hold()) {
      assertThat(mode("keys/lock")).isEqualTo("rw-------");
    }
  }

  @Test
  void givenPlaceThatIsNoDirectory_whenOpened_thenRefuses() throws IOException {
    Files.writeString(folder.resolve("file"), "");

    assertThatIOException()
        .isThrownBy(
            () -> KeyDirectory.open(folder.resolve("file").resolve("keys"), new SecureRandom()))
        .withMessageContaining("file/keys: expected a directory that can be made");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).hasSize(1);
    }
  }

  private KeyDirectory open() throws IOException {
    return KeyDirectory.open(folder.resolve("keys"), new SecureRandom());
  }

  private String mode(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(path)));
  }
}
