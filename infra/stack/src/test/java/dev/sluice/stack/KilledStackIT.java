package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.testkit.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KilledStackIT {
  private static final int DEVICES = 6;

  @Test
  @Timeout(value = 12, unit = TimeUnit.MINUTES)
  void
      givenStackKilledInTheMiddleOfARollout_whenStartedAgain_thenEveryDeviceEndsOnTheLastReleaseCountedOnce(
          @TempDir Path directory) throws Exception {
    Path older = TestFiles.random(directory.resolve("older.bin"), 1, 3_000_000);
    Path newer = TestFiles.changed(older, directory.resolve("newer.bin"), 2, 300_000);
    Path data = directory.resolve("data");

    killWhenItSays(demo(older, newer, data, "table"), "demo/2 ring early: admitting");
    Process again = demo(older, newer, data, "json");
    String output = new String(again.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(again.waitFor())
        .as("%s%n%s", output, Files.readString(data.resolve("sluice.log")))
        .isZero();
    JsonNode report = JsonMapper.builder().build().readTree(output);
    assertThat(report.at("/devices/installed").asInt()).isEqualTo(DEVICES);
    long confirmed = 0;
    for (JsonNode ring : report.at("/releases/1/rings")) {
      assertThat(ring.get("confirmed").asLong()).isEqualTo(ring.get("devices").asLong());
      assertThat(ring.get("failed").asLong()).isZero();
      confirmed += ring.get("confirmed").asLong();
    }
    assertThat(confirmed).isEqualTo(DEVICES);
    assertThat(filesEqualTo(newer, data)).isEqualTo(DEVICES);
  }

  /// SIGKILL: no part of the process gets to write anything more.
  private static void killWhenItSays(Process process, String words) throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        if (line.contains(words)) {
          process.destroyForcibly().onExit().join();
          return;
        }
      }
    }
    throw new AssertionError("never said '" + words + "' but: " + String.join("\n", lines));
  }

  private static Process demo(Path older, Path newer, Path data, String output) throws IOException {
    return JavaProcess.of(
            List.of("-Xmx768m"),
            "dev.sluice.cli.Sluice",
            List.of(
                "demo",
                "--devices",
                String.valueOf(DEVICES),
                "--data",
                data.toString(),
                "--old",
                older.toString(),
                "--new",
                newer.toString(),
                "--output",
                output))
        .redirectErrorStream(false)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static int filesEqualTo(Path expected, Path data) throws IOException {
    int equal = 0;
    for (int device = 1; device <= DEVICES; device++) {
      Path installed = data.resolve("devices/device-%04d/installed/demo".formatted(device));
      if (Files.mismatch(installed, expected) == -1) {
        equal++;
      }
    }
    return equal;
  }
}
