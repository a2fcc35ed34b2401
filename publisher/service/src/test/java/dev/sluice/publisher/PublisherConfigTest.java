package dev.sluice.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.program.config.ByteSize;
import dev.sluice.program.config.Configuration;
import dev.sluice.program.config.Sources;
import dev.sluice.program.exit.InvalidConfigException;
import dev.sluice.publisher.delta.DeltaLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherConfigTest {
  private static final String LEAST =
      """
      kafka:
        servers: [127.0.0.1:9092]
      store:
        region: us-east-1
        bucket: sluice
      work-directory: work
      """;

  @TempDir private Path directory;

  @Test
  void givenLeastFile_whenRead_thenTheDefaultsHold() throws IOException {
    PublisherConfig config = read(LEAST);

    assertThat(config.startLimit()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.api().host()).isEqualTo("127.0.0.1");
    assertThat(config.workDirectory()).isEqualTo(directory.resolve("work"));
    assertThat(config.delta().enabled()).isTrue();
    assertThat(config.delta().limits()).isEqualTo(DeltaLimits.DEFAULT);
  }

  @Test
  void givenEveryDeltaKey_whenRead_thenEachIsItsOwn() throws IOException {
    PublisherConfig config =
        read(
            LEAST
                + """
                start-limit: 5s
                delta:
                  enabled: false
                  max-bases: 1
                  max-patch-percent: 50
                  max-full-percent: 60
                  max-parallel-builds: 7
                  max-artifact: 1MiB
                  max-memory: 2MiB
                  max-apply: 3MiB
                """);

    assertThat(config.startLimit()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.delta())
        .isEqualTo(
            new DeltaConfig(
                false,
                1,
                50,
                60,
                Optional.of(7),
                new ByteSize(1L << 20),
                new ByteSize(2L << 20),
                new ByteSize(3L << 20)));
  }

  @Test
  void givenMistakes_whenRead_thenAllAreNamedByTheirKeys() {
    assertThatThrownBy(
            () -> read(LEAST + "start-limit: 0s\nwork: x\ndelta:\n  max-patch-percent: 0\n"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("work")
        .hasMessageContaining("max-patch-percent");
  }

  @Test
  void givenReadme_whenComparedWithTheRecord_thenItsKeysAreThoseOfThePage() throws IOException {
    Path readme = Path.of("").toAbsolutePath().resolveSibling("README.md");
    String reference = Configuration.of("publisher", PublisherConfig.class).reference().strip();

    assertThat(Files.readString(readme)).contains(reference);
  }

  private PublisherConfig read(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("publisher.yaml"), yaml);
    return Configuration.of("publisher", PublisherConfig.class)
        .load(new Sources(Optional.of(file), Map.of(), Map.of()))
        .value();
  }
}
