package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.program.run.ProgramMain;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentProgramTest {
  @TempDir Path directory;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    return ProgramMain.run(new AgentProgram(), Map.of(), stream, stream, arguments);
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private Path config(AgentFixture device) throws Exception {
    return Files.writeString(
        directory.resolve("agent.yaml"),
        """
        device-id: device-001
        product: app
        edge-url: %s
        mqtt:
          port: 1
          password-file: secret
        device-key-file: device.key
        trust-anchor-file: root.json
        data-directory: data
        install-file: opt/app.bin
        """
            .formatted(device.edge.uri()));
  }

  @Test
  void givenCurrentRelease_whenRunOnce_thenInstallsItAndExitsWithDone() throws Exception {
    try (var device = new AgentFixture(directory)) {
      int exitCode = run("run", "--config", config(device).toString(), "--once");

      assertThat(exitCode).isZero();
      assertThat(device.installed()).isEqualTo(device.oldBytes);
      assertThat(said()).isEmpty();
    }
  }

  @Test
  void givenFirstStart_whenRun_thenSaysWhatItIsToBeEnrolledWith() throws Exception {
    try (var device = new AgentFixture(directory)) {
      int exitCode = run("run", "--config", config(device).toString(), "--once");

      assertThat(exitCode).isZero();
      assertThat(Files.readString(directory.resolve("data").resolve(Identity.FILE)))
          .contains("\"id\":\"device-001\"", "\"epoch\":0", "\"tags\":[]", "\"attributes\":{}")
          .containsPattern("\"publicKey\":\"[0-9a-f]{64}\"");
    }
  }

  @Test
  void givenNoTrustAnchor_whenRun_thenSaysSoInOneLineAndFails() throws Exception {
    try (var device = new AgentFixture(directory)) {
      Files.delete(directory.resolve("root.json"));

      int exitCode = run("run", "--config", config(device).toString(), "--once");

      assertThat(exitCode).isEqualTo(1);
      assertThat(said().lines()).hasSize(1);
      assertThat(said()).contains("trust anchor").doesNotContain("Exception");
    }
  }

  @Test
  void givenNoEdgeNode_whenRunOnce_thenSaysSoAsUnreachable() throws Exception {
    try (var device = new AgentFixture(directory)) {
      device.edge.setOutage(_ -> true);

      int exitCode = run("run", "--config", config(device).toString(), "--once");

      assertThat(exitCode).isEqualTo(4);
      assertThat(said().lines()).hasSize(1);
      assertThat(said()).contains("edge node at " + device.edge.uri());
    }
  }

  @Test
  void givenNoConfiguration_whenRun_thenSaysSoInOneLineAsUsage() {
    int exitCode = run("run", "--config", directory.resolve("absent.yaml").toString());

    assertThat(exitCode).isEqualTo(2);
    assertThat(said().lines()).hasSize(1);
    assertThat(said()).contains("absent.yaml");
  }
}
