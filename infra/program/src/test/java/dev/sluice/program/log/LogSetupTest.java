package dev.sluice.program.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LogSetupTest {
  @TempDir private Path folder;

  @AfterEach
  void restore() {
    MDC.clear();
    LogSetup.toStandardError(LogFormat.TEXT, false);
  }

  private Path log(LogFormat format, boolean isDebug) {
    var file = folder.resolve("log");
    LogSetup.toFile(file, format, isDebug);
    var ours = LoggerFactory.getLogger("dev.sluice.Test");
    MDC.put("traceId", "abc");
    ours.atInfo()
        .addKeyValue("release", "demo/1")
        .addKeyValue("bytes", 7L)
        .addKeyValue("level", "x")
        .log("release \"signed\"");
    MDC.clear();
    ours.atDebug().log("detail");
    ours.atWarn().setCause(new IOException("cut")).log("lost");
    LoggerFactory.getLogger("org.apache.kafka.Test").info("chatter");
    LoggerFactory.getLogger("org.apache.kafka.clients.NetworkClient").warn("chatter of a client");
    LogSetup.toStandardError(LogFormat.TEXT, false);
    return file;
  }

  @Test
  void givenText_whenLogged_thenKeysBehindTheMessage() throws IOException {
    var text = Files.readString(log(LogFormat.TEXT, false));

    assertThat(text.lines().findFirst().orElseThrow())
        .matches(
            "[0-9:.]{12} INFO  Test: release \"signed\" release=\"demo/1\" bytes=\"7\" level=\"x\" traceId=abc");
    assertThat(text).contains("IOException: cut").doesNotContain("detail", "chatter");
  }

  @Test
  void givenTextOfOthers_whenLogged_thenItMakesNoLineAndTheTerminalObeysNothing()
      throws IOException {
    var file = folder.resolve("log");
    LogSetup.toFile(file, LogFormat.TEXT, false);
    LoggerFactory.getLogger("dev.sluice.Test")
        .atInfo()
        .addKeyValue("reason", "no\n12:00:00.000 INFO  Test: made up\u009b31m\u001b[2J")
        .log("refused {}", "a\r\nb");
    LogSetup.toStandardError(LogFormat.TEXT, false);

    var text = Files.readString(file);
    assertThat(text.lines()).hasSize(1);
    assertThat(text)
        .contains("refused a b reason=\"no 12:00:00.000 INFO  Test: made up 31m [2J\"")
        .doesNotContain("\u009b", "\u001b", "\r");
  }

  @Test
  void givenJson_whenLogged_thenAnObjectALine() throws IOException {
    var lines = Files.readAllLines(log(LogFormat.JSON, true));

    assertThat(lines).hasSize(5);
    var first = new ObjectMapper().readTree(lines.getFirst());
    assertThat(first.path("message").asText()).isEqualTo("release \"signed\"");
    assertThat(first.path("level").asText()).isEqualTo("INFO");
    assertThat(first.path("_level").asText()).isEqualTo("x");
    assertThat(first.path("bytes").isIntegralNumber()).isTrue();
    assertThat(first.path("traceId").asText()).isEqualTo("abc");
    assertThat(lines.get(2)).contains("IOException: cut");
  }
}
