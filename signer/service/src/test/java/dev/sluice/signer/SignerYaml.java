package dev.sluice.signer;

import dev.sluice.store.ObjectStoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A signer's configuration file in a test's folder.
public final class SignerYaml {
  private SignerYaml() {}

  /// Writes the file, with keys in the folder `keys` beside it.
  ///
  /// @param more further lines
  public static Path write(Path folder, String kafka, ObjectStoreConfig store, String more)
      throws IOException {
    Path secret =
        Files.writeString(
            folder.resolve("secret"), store.secretKey().orElseThrow().reveal() + "\n");
    return Files.writeString(
        folder.resolve("signer.yaml"),
        """
        kafka:
          servers: ["%s"]
          partitions: 2
        store:
          endpoint: %s
          region: %s
          bucket: %s
          access-key: %s
          secret-key-file: %s
        keys-directory: keys
        %s
        """
            .formatted(
                kafka,
                store.endpoint().orElseThrow(),
                store.region(),
                store.bucket(),
                store.accessKey().orElseThrow(),
                secret,
                more));
  }
}
