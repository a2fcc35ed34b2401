package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.program.Surroundings;
import dev.sluice.program.admin.Health;
import dev.sluice.program.config.Configuration;
import dev.sluice.program.config.Sources;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.run.ProgramMain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program as its launcher starts it: from a file, with everything upstream away.
@Timeout(60)
class EdgeProgramTest {
  private static final String YAML =
      """
      node-id: site-7
      directory: data
      http: {port: 0}
      mqtt: {port: 0, principals: principals.jsonl}
      cache: {limit: 64MiB}
      upstream: {node: {url: 'http://127.0.0.1:1'}, attempts: 2, first-pause: 1ms}
      link: {host: 127.0.0.1, port: 1, password-file: link.secret}
      """;

  @TempDir Path directory;
  private final Surroundings surroundings = Surroundings.quiet();

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(directory.resolve("link.secret"), "abc");
    Files.writeString(directory.resolve("principals.jsonl"), "");
  }

  @Test
  void givenUpstreamAway_whenStarted_thenServesAndSaysWhatIsMissing() throws Exception {
    try (var node = new EdgeProgram().start(config(), surroundings)) {
      // The node's own link connects in the background.
      await().atMost(Duration.ofSeconds(30)).until(() -> problem("broker").isEmpty());
      assertThat(problem("store")).isEmpty();
      assertThat(problem("upstream")).isEmpty();
      assertThat(problem("link")).contains("127.0.0.1:1");

      assertThat(get(node, "/summary").body()).contains("hitRatioBytes");
      assertThat(get(node, "/metadata/timestamp.json").statusCode()).isEqualTo(502);

      assertThat(problem("upstream")).contains("http://127.0.0.1:1 has not answered since");
      assertThat(meter("sluice.edge.upstream.requests")).isEqualTo(2);
      assertThat(meter("sluice.edge.upstream.retries")).isEqualTo(1);
      assertThat(meter("sluice.edge.fills")).isEqualTo(1);
      var hits = surroundings.meters().get("sluice.edge.limit.hits");
      assertThat(hits.tag("limit", "attempts").functionCounter().count()).isEqualTo(1);
    }
  }

  @Test
  void givenMalformedPrincipals_whenStarted_thenNamesKeyAndLine() throws IOException {
    Files.writeString(directory.resolve("principals.jsonl"), "\n{\"id\":\"x\"}\n");
    var config = config();

    assertThatThrownBy(() -> new EdgeProgram().start(config, surroundings))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("mqtt.principals: ")
        .hasMessageContaining("line 2");
  }

  @Test
  void givenDirectoryThatIsAFile_whenStarted_thenSaysSo() throws IOException {
    Files.writeString(directory.resolve("data"), "");
    var config = config();

    assertThatThrownBy(() -> new EdgeProgram().start(config, surroundings))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("must be writable");
  }

  @Test
  void givenUnknownKeys_whenRun_thenIsAUsageErrorOfOneLine() throws IOException {
    var file = Files.writeString(directory.resolve("edge.yaml"), YAML + "hostt: y\n");
    var said = new ByteArrayOutputStream();
    var err = new PrintStream(said, true, StandardCharsets.UTF_8);

    var code = ProgramMain.run(new EdgeProgram(), err, err, "run", "--config", file.toString());

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("hostt").hasLineCount(1);
  }

  private EdgeConfig config() throws IOException {
    var file = Files.writeString(directory.resolve("edge.yaml"), YAML);
    return Configuration.of(EdgeProgram.NAME, EdgeConfig.class).load(Sources.of(file)).value();
  }

  private double meter(String name) {
    return surroundings.meters().get(name).functionCounter().count();
  }

  private String problem(String check) {
    return surroundings.health().states().stream()
        .filter(state -> state.name().equals(check))
        .map(Health.State::problem)
        .map(problem -> problem.orElse(""))
        .collect(Collectors.joining());
  }

  private static HttpResponse<String> get(EdgeNode node, String path) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(node.httpUri() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
