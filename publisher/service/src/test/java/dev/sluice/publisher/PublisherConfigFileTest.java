package dev.sluice.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.program.config.SecretText;
import dev.sluice.publisher.delta.DeltaLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherConfigFileTest {
  private static final String REQUIRED =
      """
      kafka-servers: 127.0.0.1:9092
      store-endpoint: http://127.0.0.1:9000
      store-region: us-east-1
      store-bucket: sluice
      store-access-key: publisher
      store-secret-key: secret
      work-directory: work
      """;

  @TempDir Path directory;

  @Test
  void givenRequiredKeysOnly_whenRead_thenTheRestHasItsDefaults() throws IOException {
    PublisherConfig config = read(REQUIRED);

    assertThat(config.kafka().bootstrapServers()).isEqualTo("127.0.0.1:9092");
    assertThat(config.store().endpoint()).contains(URI.create("http://127.0.0.1:9000"));
    assertThat(config.store().region()).isEqualTo("us-east-1");
    assertThat(config.store().bucket()).isEqualTo("sluice");
    assertThat(config.store().accessKey()).contains("publisher");
    assertThat(config.store().secretKey()).contains(new SecretText("secret"));
    assertThat(config.workDirectory()).isEqualTo(directory.toAbsolutePath().resolve("work"));
    assertThat(config.limits())
        .isEqualTo(
            new DeltaLimits(
                3,
                80,
                95,
                Runtime.getRuntime().availableProcessors(),
                2L << 30,
                1L << 30,
                16L << 20));
  }

  @Test
  void givenEveryKey_whenRead_thenEachIsTaken() throws IOException {
    PublisherConfig config =
        read(
            REQUIRED
                + """
                max-bases: 0
                max-patch-percent: 50
                max-full-percent: 60
                max-parallel-builds: 7
                max-artifact-bytes: 1000
                max-memory-bytes: 2000
                max-apply-bytes: 3000
                """);

    assertThat(config.limits()).isEqualTo(new DeltaLimits(0, 50, 60, 7, 1_000, 2_000, 3_000));
  }

  @Test
  void givenSeveralMistakes_whenRead_thenAllAreInOneLine() {
    String mistaken =
        REQUIRED.replace("store-bucket: sluice\n", "")
            + "max-bases: many\nmax-patch-percent: 101\nmax-full-percent: 0\n"
            + "max-parallel-builds: 0\ncolour: red\n";

    assertThatThrownBy(() -> read(mistaken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected store-bucket, got nothing")
        .hasMessageContaining("max-bases: expected a whole number, got many")
        .hasMessageContaining("max-patch-percent: expected 1 to 100, got 101")
        .hasMessageContaining("max-full-percent: expected 1 to 100, got 0")
        .hasMessageContaining("max-parallel-builds: expected 1 to")
        .hasMessageContaining("unknown key colour")
        .hasMessageNotContaining("\n");
  }

  @Test
  void givenWrongEndpoint_whenRead_thenSaysWhatWasExpected() {
    assertThatThrownBy(() -> read(REQUIRED.replace("http://127.0.0.1:9000", "ftp://store")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected http://host:port or https://host, got ftp://store");
  }

  @Test
  void givenTextThatIsNoMapping_whenRead_thenRefuses() {
    assertThatThrownBy(() -> read("- 1\n")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> read("a: [")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> read("")).isInstanceOf(IllegalArgumentException.class);
  }

  private PublisherConfig read(String yaml) throws IOException {
    return PublisherConfigFile.read(Files.writeString(directory.resolve("publisher.yaml"), yaml));
  }
}
