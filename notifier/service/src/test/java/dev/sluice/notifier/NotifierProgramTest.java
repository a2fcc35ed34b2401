package dev.sluice.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.StartRequest;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.program.config.Configuration;
import dev.sluice.program.config.Sources;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.program.exit.InvalidConfigException;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.run.ProgramRunner;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program as an operator starts it: from a file, against a real Kafka.
class NotifierProgramTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Configuration<NotifierConfig> CONFIGURATION =
      Configuration.of("notifier", NotifierConfig.class);

  /// Its agent is from before format 3 of rings documents.
  private static final TestDevice OLD = new TestDevice("old-1");

  private final HttpClient http = HttpClient.newHttpClient();
  private String token = "";

  @Test
  void givenFile_whenStarted_thenPeopleApplyPoliciesAndSeeRollouts(@TempDir Path directory)
      throws Exception {
    var kafka = InProcessBroker.start(directory.resolve("kafka"));
    String servers = kafka.connection().bootstrapServers();
    NotifierConfig config = load(directory, servers, "30s");
    try (var runner = ProgramRunner.start(new NotifierProgram(), config, InstantSource.system())) {
      URI api = runner.running(RunningNotifier.class).api().orElseThrow();
      token = Files.readString(directory.resolve("state/admin-token")).strip();
      assertThat(ready(runner)).isEqualTo(200);
      checkPolicyAndRollout(kafka, api);
      assertThat(get(runner.admin().resolve("/metrics")).body())
          .contains(
              "sluice_notifier_waiting_releases", "sluice_notifier_partitions", "kafka_stream");

      kafka.close();
      await().atMost(Duration.ofSeconds(15)).until(() -> ready(runner), code -> code == 503);
      assertThat(get(runner.admin().resolve("/health/ready")).body()).contains("kafka");
      int port = Integer.parseInt(servers.substring(servers.indexOf(':') + 1));
      kafka = InProcessBroker.start(directory.resolve("kafka"), port);
      await().atMost(LIMIT).until(() -> ready(runner), code -> code == 200);
    } finally {
      kafka.close();
    }
  }

  @Test
  void givenNoKafka_whenStarted_thenSaysForWhatItWaited(@TempDir Path directory)
      throws IOException {
    NotifierConfig config = load(directory, "127.0.0.1:1", "1s");

    assertThatThrownBy(
            () -> ProgramRunner.start(new NotifierProgram(), config, InstantSource.system()))
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("Kafka at 127.0.0.1:1");
  }

  @Test
  void givenStateDirectoryIsAFile_whenStarted_thenRefused(@TempDir Path directory)
      throws IOException {
    NotifierConfig config = load(directory, "127.0.0.1:1", "1s");
    Files.writeString(directory.resolve("state"), "no folder");

    assertThatThrownBy(
            () -> ProgramRunner.start(new NotifierProgram(), config, InstantSource.system()))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("state-directory");
  }

  @Test
  void givenMistakes_whenRead_thenEachIsNamed(@TempDir Path directory) {
    assertThatThrownBy(
            () ->
                load(
                    directory,
                    """
                    kafka: {servers: ['k:9092']}
                    state-directory: state
                    threads: 0
                    bridge:
                      broker: {host: mqtt}
                      announcements: {client-id: a, password: plain}
                      confirmations: {client-id: a}
                      reports: {client-id: c}
                    colour: red
                    """))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("bridge.announcements.password")
        .hasMessageContaining("colour");
  }

  @Test
  void givenMistakesInChannels_whenLoading_thenEachNamesChannelAndKey(@TempDir Path directory) {
    assertThatThrownBy(
            () ->
                load(
                    directory,
                    """
                    kafka: {servers: ['k:9092']}
                    state-directory: state
                    channels:
                      - {name: hook, uri: 'https://receiver.example/a'}
                      - {name: hook, uri: 'gopher://receiver.example'}
                      - {name: mail, uri: 'smtp://mail.example?to=ops@example.org&cc=x'}
                    """))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("hook: secret-file: expected the key that signs webhooks")
        .hasMessageContaining("hook: name: expected each name once")
        .hasMessageContaining("got scheme 'gopher'")
        .hasMessageContaining("mail: uri: expected no parameter but [from, to], got [cc]");
    assertThatThrownBy(
            () ->
                load(
                    directory,
                    """
                    kafka: {servers: ['k:9092']}
                    state-directory: state
                    channels:
                      - {name: Hook, uri: 'sqs+https://h/1/q?region=r', secret: plain}
                      - {name: chat, uri: 'slack+https://chat.example', events: [rollout.haltd]}
                    """))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("channels[0].secret: a secret may not stand here")
        .hasMessageContaining("channels[1].events")
        .hasMessageContaining("got 'rollout.haltd'");
  }

  @Test
  void givenReadme_whenKeysChange_thenItsReferenceIsTheirs() throws IOException {
    Path readme = Path.of("..", "README.md");

    assertThat(Files.readString(readme)).contains(CONFIGURATION.reference());
  }

  private void checkPolicyAndRollout(InProcessBroker kafka, URI api) throws Exception {
    HttpResponse<String> applied =
        send(
            HttpRequest.newBuilder(api.resolve("/api/v1/policies/gateway?reason=first"))
                .header("Content-Type", "application/yaml")
                .PUT(BodyPublishers.ofString("start: manual\n")));
    assertThat(applied.body()).contains("\"version\":1");
    assertThat(
            send(HttpRequest.newBuilder(api.resolve("/api/v1/policies/gateway?reason=x"))
                    .header("Content-Type", "application/yaml")
                    .PUT(BodyPublishers.ofString("start: never\n")))
                .statusCode())
        .isEqualTo(422);
    try (var producer = new EventProducer(kafka.connection(), "test", InstantSource.system())) {
      producer.send(
          new ReleaseSigned(
              ReleaseId.parse("gateway/1.1"),
              1,
              0,
              Digest.sha256(new byte[] {9}),
              new MetadataVersions(3, 2),
              StartRequest.AS_POLICY,
              1));
      producer.send(OLD.enrolment());
      producer.send(
          new DeviceReported(
              OLD.id(),
              1,
              new TreeSet<>(Set.of(new ProductName("gateway"))),
              List.of(),
              List.of(),
              RingsDocument.UNSAID_VERSION));
    }
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(get(api.resolve("/api/v1/rollouts")).body())
                    .contains("gateway/1.1", "waiting-for-start"));
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(get(api.resolve("/api/v1/devices/" + OLD.id())).body())
                    .contains("gateway"));
    HttpResponse<String> refused =
        send(
            HttpRequest.newBuilder(api.resolve("/api/v1/policies/gateway"))
                .header("Content-Type", "application/yaml")
                .PUT(
                    BodyPublishers.ofString(
                        "rings: [{name: a, selector: {where: \"ram >= 1\"}}]")));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("1 of its devices cannot read");
    assertThat(get(api.resolve("/api/v1/policies")).body()).contains("start: manual");
  }

  private int ready(ProgramRunner runner) throws Exception {
    return get(runner.admin().resolve("/health/ready")).statusCode();
  }

  private HttpResponse<String> get(URI uri) throws Exception {
    return send(HttpRequest.newBuilder(uri));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(
        request.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
  }

  private static NotifierConfig load(Path directory, String servers, String limit)
      throws IOException {
    return load(
        directory,
        """
        kafka: {servers: ['%s']}
        state-directory: state
        start-limit: %s
        """
            .formatted(servers, limit));
  }

  private static NotifierConfig load(Path directory, String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("notifier.yaml"), yaml);
    return CONFIGURATION.load(new Sources(Optional.of(file), Map.of(), Map.of())).value();
  }
}
