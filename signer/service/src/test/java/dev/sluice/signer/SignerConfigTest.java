package dev.sluice.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.program.admin.AdminConfig;
import dev.sluice.program.config.Configuration;
import dev.sluice.program.config.Sources;
import dev.sluice.program.exit.InvalidConfigException;
import dev.sluice.program.trace.TracingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignerConfigTest {
  private static final String REQUIRED =
      """
      kafka:
        servers: [127.0.0.1:9092]
      store:
        endpoint: http://127.0.0.1:9000
        region: us-east-1
        bucket: sluice
        access-key: signer
        secret-key-file: secret
      keys-directory: keys
      """;

  @TempDir private Path folder;

  @Test
  void givenRequiredKeysOnly_whenLoaded_thenTheRestHasDefaults() throws IOException {
    var config = load(REQUIRED);

    assertThat(config.store().bucket()).isEqualTo("sluice");
    assertThat(config.keysDirectory()).isEqualTo(folder.resolve("keys"));
    assertThat(config.lifetimes()).isEqualTo(LifetimesConfig.DEFAULT);
    assertThat(config.clockLimit()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.startLimit()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.admin()).isEqualTo(AdminConfig.ANY_PORT);
    assertThat(config.tracing()).isEqualTo(TracingConfig.OFF);
    assertThat(config)
        .isEqualTo(SignerConfig.of(config.kafka(), config.store(), config.keysDirectory()));
    assertThat(config.toString()).doesNotContain("s3cret");
  }

  @Test
  void givenEveryKey_whenLoaded_thenEachIsTaken() throws IOException {
    var config =
        load(
            REQUIRED
                + """
                clock-limit: 30s
                start-limit: 5s
                lifetimes:
                  root: 1d
                  targets: 2d
                  product: 3d
                  deltas: 4d
                  rings: 5d
                  snapshot: 6d
                  timestamp: 10s
                """);

    assertThat(config.clockLimit()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.startLimit()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.lifetimes())
        .isEqualTo(
            new LifetimesConfig(
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
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () ->
                load(
                    REQUIRED
                        + """
                        keys-folder: x
                        keys-directory: twice
                        clock-limit: 1 day
                        lifetimes:
                          rings: 1s
                        """))
        .withMessageContaining("keys-folder")
        .withMessageContaining("keys-directory")
        .withMessageContaining("clock-limit")
        .withMessageContaining("lifetimes.rings: expected 10 s or more, got 1 s");
  }

  @Test
  void givenSecretInTheFile_whenLoaded_thenRefusesWithoutQuotingIt() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> load(REQUIRED.replace("secret-key-file: secret", "secret-key: s3cret")))
        .withMessageContaining("store.secret-key")
        .withMessageNotContaining("s3cret");
  }

  @Test
  void givenNoFile_whenLoaded_thenSaysSo() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () ->
                Configuration.of("signer", SignerConfig.class)
                    .load(
                        new Sources(Optional.of(folder.resolve("gone.yaml")), Map.of(), Map.of())))
        .withMessageContaining("gone.yaml")
        .withMessageContaining("no such file");
  }

  private SignerConfig load(String yaml) throws IOException {
    Files.writeString(folder.resolve("secret"), "s3cret\n");
    Path file = Files.writeString(folder.resolve("signer.yaml"), yaml);
    return Configuration.of("signer", SignerConfig.class)
        .load(new Sources(Optional.of(file), Map.of(), Map.of()))
        .value();
  }
}
