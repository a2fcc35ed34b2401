package dev.sluice.api.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.program.config.Configuration;
import dev.sluice.program.config.Sources;
import dev.sluice.program.exit.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiConfigTest {
  @TempDir private Path directory;

  private ApiConfig read(String yaml) throws IOException {
    return Configuration.of("api", ApiConfig.class)
        .load(Sources.of(Files.writeString(directory.resolve("api.yaml"), yaml)))
        .value();
  }

  @Test
  void givenNothing_whenRead_thenTheDefaultsHold() throws IOException {
    assertThat(read("")).isEqualTo(ApiConfig.loopback());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port: 70000 | port: expected 0 to 65535",
        "tls: {trust: ca.pem} | tls: expected certificate and key, got none",
        "tls: {certificate: a, key: b, verify-host: false} | tls: expected verify-host: true",
        "body-limit: 65MiB | body-limit: expected up to 64MiB",
        "header-limit: 1B | header-limit: expected 1KiB to 1MiB",
        "connection-limit: 0 | connection-limit: expected 1 or more",
        "event-stream-limit: 0 | event-stream-limit: expected 1 or more",
        "heartbeat: 61s | heartbeat: expected 1ms to 1m",
        "heartbeat: 0s | heartbeat: expected 1ms to 1m"
      })
  void givenValueThatDoesNotFit_whenRead_thenItsKeyIsNamed(String yaml, String says) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(says);
  }
}
