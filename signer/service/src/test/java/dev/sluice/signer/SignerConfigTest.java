package dev.sluice.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.program.config.SecretText;
import dev.sluice.signer.repository.Lifetimes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignerConfigTest {
  private static final String REQUIRED =
      """
      kafka-servers: 127.0.0.1:9092
      store-endpoint: http://127.0.0.1:9000
      store-region: us-east-1
      store-bucket: sluice
      store-access-key: signer
      store-secret-key-file: secret
      keys-directory: keys
      """;

  @TempDir private Path folder;

  @Test
  void givenRequiredKeysOnly_whenLoaded_thenTheRestHasDefaults() throws IOException {
    var config = load(REQUIRED);

    assertThat(config.kafka().bootstrapServers()).isEqualTo("127.0.0.1:9092");
    assertThat(config.store().endpoint()).contains(URI.create("http://127.0.0.1:9000"));
    assertThat(config.store().region()).isEqualTo("us-east-1");
    assertThat(config.store().bucket()).isEqualTo("sluice");
    assertThat(config.store().accessKey()).contains("signer");
    assertThat(config.store().secretKey()).contains(new SecretText("s3cret"));
    assertThat(config.keysDirectory()).isEqualTo(folder.resolve("keys"));
    assertThat(config.lifetimes()).isEqualTo(Lifetimes.DEFAULT);
    assertThat(config.toString()).doesNotContain("s3cret");
  }

  @Test
  void givenLifetimes_whenLoaded_thenEachIsTaken() throws IOException {
    var config =
        load(
            REQUIRED
                + """
                root-lifetime: P1D
                targets-lifetime: P2D
                product-lifetime: P3D
                deltas-lifetime: P4D
                rings-lifetime: P5D
                snapshot-lifetime: P6D
                timestamp-lifetime: PT10S
                """);

    assertThat(config.lifetimes())
        .isEqualTo(
            new Lifetimes(
                Duration.ofDays(1),
                Duration.ofDays(2),
                Duration.ofDays(3),
                Duration.ofDays(4),
                Duration.ofDays(5),
                Duration.ofDays(6),
                Duration.ofSeconds(10)));
  }

  @Test
  void givenMistakes_whenLoaded_thenAllStandInOneMessage() {
    assertThatIOException()
        .isThrownBy(
            () ->
                load(
                    """
                    kafka-server: x
                    store-endpoint: nowhere
                    store-region: r
                    store-bucket: b
                    store-access-key: k
                    store-secret-key-file: gone
                    keys-directory: keys
                    timestamp-lifetime: 1 day
                    rings-lifetime: PT1S
                    """))
        .withMessageContaining("kafka-server: no such key")
        .withMessageContaining("kafka-servers: expected a value")
        .withMessageContaining("store-endpoint: expected an absolute URI, got \"nowhere\"")
        .withMessageContaining("store-secret-key-file: expected a file")
        .withMessageContaining("timestamp-lifetime: expected a duration")
        .withMessageContaining("rings-lifetime: expected a duration");
  }

  @Test
  void givenNoMapping_whenLoaded_thenRefuses() {
    assertThatIOException().isThrownBy(() -> load("")).withMessageContaining("expected keys");
    assertThatIOException().isThrownBy(() -> load("a: b: c")).withMessageContaining("YAML");
  }

  private SignerConfig load(String yaml) throws IOException {
    Files.writeString(folder.resolve("secret"), "s3cret\n");
    Path file = Files.writeString(folder.resolve("signer.yaml"), yaml);
    return SignerConfig.load(file, InstantSource.system());
  }
}
