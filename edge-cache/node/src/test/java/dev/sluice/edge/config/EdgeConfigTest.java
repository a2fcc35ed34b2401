package dev.sluice.edge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.edge.hub.LinkConfig;
import dev.sluice.edge.upstream.NextTier;
import dev.sluice.edge.upstream.S3Origin;
import dev.sluice.edge.upstream.UpstreamConfig;
import dev.sluice.program.config.ByteSize;
import dev.sluice.program.config.Configuration;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.config.Sources;
import dev.sluice.program.exit.InvalidConfigException;
import dev.sluice.program.tls.Tls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EdgeConfigTest {
  private static final Configuration<EdgeConfig> CONFIGURATION =
      Configuration.of("edge", EdgeConfig.class);
  private static final String BASE =
      """
      node-id: site-7
      directory: data
      http: {port: 8070}
      mqtt: {port: 1883, principals: principals.jsonl}
      cache: {limit: 100MB}
      upstream: {node: {url: 'http://edge.example:8070'}}
      link: {host: edge.example, password-file: link.secret}
      """;

  @TempDir Path directory;

  /// A change to the smallest file, and what must be said about it.
  private record Mistake(String text, String by, String message) {}

  @BeforeEach
  void writeSecrets() throws IOException {
    Files.writeString(directory.resolve("link.secret"), "abc\n");
    Files.writeString(directory.resolve("s3.secret"), "def\n");
    Files.writeString(directory.resolve("s3.token"), "ghi\n");
  }

  @Test
  void givenOnlyWhatIsRequired_whenLoaded_thenTheRestIsTheDefault() throws IOException {
    var config = load(BASE);

    assertThat(config)
        .isEqualTo(
            new EdgeConfig(
                "site-7",
                directory.resolve("data"),
                new HttpSection("127.0.0.1", 8070),
                new MqttSection("127.0.0.1", 1883, directory.resolve("principals.jsonl")),
                new CacheSection(new ByteSize(100_000_000)),
                UpstreamConfig.of(new NextTier(URI.create("http://edge.example:8070"))),
                new LinkConfig("edge.example", 1883, "site-7", "abc")));
    assertThat(config.toString()).doesNotContain("abc");
    assertThat(config.http().maxConnections()).isEqualTo(4096);
    assertThat(config.cache().sliceLength()).isEqualTo(new ByteSize(1 << 20));
    assertThat(config.cache().maxAge()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.upstream().answerTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.link().refreshInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.admin().host()).isEqualTo("127.0.0.1");
  }

  @Test
  void givenEveryKey_whenLoaded_thenHasItsValue() throws IOException {
    var config =
        load(
            """
            node-id: site-8
            directory: /var/lib/edge
            http:
              host: 0.0.0.0
              port: 0
              max-connections: 10
              max-request-line: 1KiB
              max-headers: 2KiB
              idle-timeout: 5s
              min-rate: 1KiB
            mqtt: {host: '::', port: 0, principals: /etc/principals}
            cache:
              limit: 2MiB
              slice-length: 64KiB
              max-age: 7s
              absence-max-age: 8s
              ask-interval: 2s
              max-fills: 3
              reader-wait: 4s
            upstream:
              s3:
                endpoint: http://127.0.0.1:9000
                region: eu-1
                bucket: b
                path-style: false
                access-key: k
                secret-key-file: s3.secret
                session-token-file: s3.token
                tls: {trust: ca.pem}
              answer-timeout: 1s
              silence-timeout: 2s
              attempts: 7
              first-pause: 10ms
              max-pause: 20ms
            link:
              host: h
              port: 8883
              tls: {trust: ca.pem}
              username: u
              password-file: link.secret
              refresh-interval: 9s
              refresh-attempts: 2
              report-interval: 30s
            admin: {port: 9100}
            tracing: {sampled: 0.5}
            """);

    assertThat(config.http())
        .isEqualTo(
            new HttpSection(
                "0.0.0.0",
                0,
                10,
                new ByteSize(1024),
                new ByteSize(2048),
                Duration.ofSeconds(5),
                new ByteSize(1024)));
    assertThat(config.mqtt()).isEqualTo(new MqttSection("::", 0, Path.of("/etc/principals")));
    assertThat(config.cache())
        .isEqualTo(
            new CacheSection(
                new ByteSize(2 << 20),
                new ByteSize(64 << 10),
                Duration.ofSeconds(7),
                Duration.ofSeconds(8),
                Duration.ofSeconds(2),
                3,
                Duration.ofSeconds(4)));
    assertThat(config.upstream())
        .isEqualTo(
            new UpstreamConfig(
                Optional.empty(),
                Optional.of(
                    new S3Origin(
                        Optional.of(URI.create("http://127.0.0.1:9000")),
                        "eu-1",
                        "b",
                        false,
                        Optional.of("k"),
                        Optional.of(new SecretText("def")),
                        Optional.of(new SecretText("ghi")),
                        Optional.of(trust()))),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                7,
                Duration.ofMillis(10),
                Duration.ofMillis(20)));
    assertThat(config.link())
        .isEqualTo(
            new LinkConfig(
                "h",
                8883,
                Optional.of(trust()),
                Optional.of("u"),
                new SecretText("abc"),
                Duration.ofSeconds(9),
                2,
                Duration.ofSeconds(30)));
    assertThat(config.admin().port()).isEqualTo(9100);
    assertThat(config.tracing().sampled()).isEqualTo(0.5);
    assertThat(config.toString()).doesNotContain("abc", "def", "ghi");
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void givenMistake_whenLoaded_thenNamesTheKey(Mistake mistake) {
    assertThat(BASE).contains(mistake.text());

    assertThatThrownBy(() -> load(BASE.replace(mistake.text(), mistake.by())))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(mistake.message())
        .message()
        .doesNotContain("\n", "hidden");
  }

  @Test
  void givenManyMistakes_whenLoaded_thenAllAreTold() {
    assertThatThrownBy(
            () -> load(BASE.replace("8070}", "99999}").replace("100MB", "1MB") + "colour: red\n"))
        .hasMessageContaining("http.port: expected 0 to 65535, got 99999")
        .hasMessageContaining("cache.limit: expected room for 16 slices, that is 16MiB")
        .hasMessageContaining("colour: no such key");
  }

  @Test
  void givenReferenceInTheReadme_whenCompared_thenIsTheOneOfTheRecords() throws IOException {
    var readme = Path.of("..", "README.md").toAbsolutePath().normalize();

    assertThat(Files.readString(readme)).contains(CONFIGURATION.reference());
  }

  static List<Mistake> mistakes() {
    var node = "{node: {url: 'http://edge.example:8070'}}";
    return List.of(
        new Mistake("site-7", "'a b'", "node-id: expected 1 to 64 letters"),
        new Mistake("100MB", "many", "cache.limit: expected a size"),
        new Mistake("100MB", "100MB, max-age: 61s", "cache.max-age: expected 0s to 60s"),
        new Mistake("100MB", "100MB, max-fills: 0", "cache.max-fills: expected 1 or more"),
        new Mistake("8070}", "8070, max-headers: 2MiB}", "http.max-headers: expected 1 to 1MiB"),
        new Mistake("mqtt: {port: 1883, ", "mqtt: {", "mqtt.port: missing"),
        new Mistake("http://", "ftp://", "upstream.node.url: expected http://HOST"),
        new Mistake(
            "http://",
            "http://ada:hidden@",
            "upstream.node.url: expected an address without user and password, got one with them;"
                + " an edge node asks for none"),
        new Mistake("8070'}", "8070?a=b'}", "upstream.node.url: expected an address without ?"),
        new Mistake(
            node,
            "{s3: {region: r, bucket: b, endpoint: 'http://key:hidden@s3'}}",
            "upstream.s3.endpoint: expected an address without user and password, got one with"
                + " them; they go into access-key and secret-key-file"),
        new Mistake(
            node,
            "{s3: {region: r, bucket: b, tls: {verify-host: false}}}",
            "upstream.s3.tls: expected verify-host: true"),
        new Mistake(
            node,
            "{s3: {region: r, bucket: b, tls: {certificate: a, key: b}}}",
            "upstream.s3.tls: expected no certificate of our own"),
        new Mistake(node, "{attempts: 1}", "upstream: expected either node or s3, got neither"),
        new Mistake(
            node,
            "{s3: {region: r, bucket: b, access-key: k}}",
            "upstream.s3: expected access-key and secret-key-file together"),
        new Mistake(
            "8070'}", "8070', tls: {}}", "upstream.node.tls: expected an https url with it"),
        new Mistake("link.secret", "none", "link.password-file: cannot read"),
        new Mistake("password-file: link.secret", "password: abc", "link.password: a secret may"),
        new Mistake("host: edge", "port: 0, host: edge", "link.port: expected 1 to 65535"),
        new Mistake("host: edge", "hue: 3, host: edge", "link.hue: no such key"));
  }

  private Tls trust() {
    return new Tls(
        Optional.of(directory.resolve("ca.pem")), Optional.empty(), Optional.empty(), true);
  }

  private EdgeConfig load(String yaml) throws IOException {
    var file = Files.writeString(directory.resolve("edge.yaml"), yaml);
    return CONFIGURATION.load(Sources.of(file)).value();
  }
}
