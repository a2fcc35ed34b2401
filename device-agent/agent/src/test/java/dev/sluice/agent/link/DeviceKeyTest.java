package dev.sluice.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceKeyTest {
  @TempDir Path directory;

  @Test
  void givenNoKey_whenCreatedAndLoaded_thenIsTheSameAndForItsOwnerAlone() throws Exception {
    Path file = directory.resolve("keys/device.key");

    var created = DeviceKey.createOrLoad(file);
    var loaded = DeviceKey.createOrLoad(file);

    assertThat(loaded.publicKey()).isEqualTo(created.publicKey());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void givenKeyThatOthersMayRead_whenLoaded_thenIsRefused() throws Exception {
    Path file = directory.resolve("device.key");
    var _ = DeviceKey.createOrLoad(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> DeviceKey.createOrLoad(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod 600");
  }
}
