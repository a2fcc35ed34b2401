package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentProgramTest {
  @TempDir Path directory;

  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return AgentProgram.run(new PrintWriter(err, true), arguments);
  }

  private Path config(AgentFixture device) throws Exception {
    return Files.writeString(
        directory.resolve("agent.yaml"),
        """
        device-id: device-001
        product: app
        edge-url: %s
        mqtt-port: 1
        mqtt-secret-file: secret
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
      int exitCode = run("--config", config(device).toString(), "--once");

      assertThat(exitCode).isZero();
      assertThat(device.installed()).isEqualTo(device.oldBytes);
      assertThat(err.toString()).isEmpty();
    }
  }

  @Test
  void givenNoTrustAnchor_whenRun_thenSaysSoInOneLineAndFails() throws Exception {
    try (var device = new AgentFixture(directory)) {
      Files.delete(directory.resolve("root.json"));

      int exitCode = run("--config", config(device).toString(), "--once");

      assertThat(exitCode).isEqualTo(1);
      assertThat(err.toString().lines()).hasSize(1);
      assertThat(err.toString()).contains("trust anchor").doesNotContain("Exception");
    }
  }

  @Test
  void givenNoConfiguration_whenRun_thenSaysSoInOneLineAsUsage() {
    int exitCode = run("--config", directory.resolve("absent.yaml").toString());

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("absent.yaml");
  }
}
