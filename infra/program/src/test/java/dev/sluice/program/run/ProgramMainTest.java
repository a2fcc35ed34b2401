package dev.sluice.program.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testkit.JavaProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramMainTest {
  private static final Pattern ADMIN = Pattern.compile("admin=\"(http://[^\"]+)\"");

  @TempDir private Path folder;

  private record Outcome(int code, String out, String err) {}

  private static Outcome run(Map<String, String> environment, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code =
        ProgramMain.run(
            new WaitingProgram(),
            environment,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            args);
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Outcome run(String... args) {
    return run(Map.of(), args);
  }

  @Test
  void givenNoCommand_whenRun_thenUsage() {
    var outcome = run();

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).hasLineCount(1).contains("sluice-waiting --help");
  }

  @Test
  void givenUnknownOption_whenRun_thenOneLine() {
    var outcome = run("run", "--wrong");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).hasLineCount(1).contains("--wrong", "sluice-waiting run --help");
  }

  @Test
  void givenNoFile_whenRun_thenOneLine() {
    var outcome = run("run", "--config", folder.resolve("gone.yaml").toString());

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).hasLineCount(1).contains("gone.yaml: no such file");
  }

  @Test
  void givenSeveralMistakes_whenRun_thenALineForEach() {
    var outcome = run("run", "--set", "failure=odd", "--set", "wrong=1");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err().lines()).hasSize(4).first().asString().endsWith("3 mistakes");
  }

  @Test
  void givenWrongLogFormatInEnvironment_whenRun_thenOneLine() {
    var outcome = run(Map.of("SLUICE_LOG", "xml"), "run", "--set", "word=x", "--once");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualToIgnoringNewLines("SLUICE_LOG: expected text or json, got 'xml'");
  }

  @Test
  void givenProgramThatCannotStart_whenRun_thenItsLineAndCode() {
    var outcome = run("run", "--set", "word=x", "--set", "failure=start");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).isEqualToIgnoringNewLines("data: cannot be written by us");
  }

  @Test
  void givenProgramThatFailsLater_whenRun_thenClosedAndItsCode() {
    var outcome = run("run", "--set", "word=x", "--set", "failure=later");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).isEqualToIgnoringNewLines("the work failed");
  }

  @Test
  void givenBug_whenRun_thenSaidToBeOne() {
    var outcome = run("run", "--set", "word=x", "--set", "failure=bug");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("unexpected failure, please report it").contains("a bug");
  }

  @Test
  void givenOwnFlag_whenRun_thenItSetsItsKey() {
    assertThat(run("run", "--set", "word=x", "--once").code()).isZero();
  }

  @Test
  void givenPortInUse_whenRun_thenKeyIsNamed() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var outcome = run("run", "--set", "word=x", "--set", "admin.port=" + taken.getLocalPort());

      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.err())
          .contains("admin.port: cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .hasLineCount(1);
    }
  }

  @Test
  void givenConfigCommands_whenRun_thenTheyExplain() throws IOException {
    var file = folder.resolve("waiting.yaml");
    Files.writeString(file, "word: hello\n");

    var shown =
        run(Map.of("SLUICE_WAITING_ONCE", "true"), "config", "show", "--config", file.toString());

    assertThat(shown.code()).isZero();
    assertThat(shown.out())
        .contains("word            = hello  # waiting.yaml:1")
        .contains("once            = true  # SLUICE_WAITING_ONCE")
        .contains("admin.port      = 0  # default");
    assertThat(run("config", "schema").out())
        .contains("\"word\"", "https://json-schema.org/draft/2020-12/schema");
    assertThat(run("config", "reference").out()).contains("| `admin.host` | text | `127.0.0.1` |");
  }

  @Test
  void givenSigterm_whenRunning_thenReadyTellsTheTruthAndItStopsCleanly()
      throws IOException, InterruptedException {
    var out = folder.resolve("out");
    var err = folder.resolve("err");
    var child = start(out, err, "run", "--set", "word=Kafka", "--log", "text");
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> ADMIN.matcher(Files.readString(err)).find());
      var admin = ADMIN.matcher(Files.readString(err));
      assertThat(admin.find()).isTrue();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(get(admin.group(1) + "/health/ready")).contains("waiting for Kafka"));

      child.destroy();

      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).isEqualTo(128 + 15);
      assertThat(Files.readString(out)).contains("closed cleanly");
      assertThat(Files.readString(err)).contains("program stopped");
    } finally {
      child.destroyForcibly();
    }
  }

  private static Process start(Path out, Path err, String... args) throws IOException {
    return JavaProcess.of(List.of(), WaitingProgram.class.getName(), List.of(args))
        .redirectErrorStream(false)
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
  }

  private static String get(String uri) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString())
          .body();
    }
  }
}
