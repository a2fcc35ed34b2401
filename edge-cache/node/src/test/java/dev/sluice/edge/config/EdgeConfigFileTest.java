package dev.sluice.edge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.edge.EdgeTuning;
import dev.sluice.edge.failure.InvalidConfigException;
import dev.sluice.edge.hub.LinkConfig;
import dev.sluice.edge.upstream.NextTier;
import dev.sluice.edge.upstream.S3Origin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeConfigFileTest {
  private static final String BASE =
      """
      node-id: site-7
      http-port: 8070
      mqtt-port: 1883
      directory: data
      store-limit-bytes: 100000000
      principals-file: principals.jsonl
      link:
        host: edge.example
        port: 1884
        secret-file: link.secret
      """;

  @TempDir Path directory;

  @BeforeEach
  void writeSecrets() throws IOException {
    Files.writeString(directory.resolve("link.secret"), "abc\n");
    Files.writeString(directory.resolve("s3.secret"), "def\n");
  }

  @Test
  void givenNextTier_whenLoaded_thenHasItsValuesAndTheDefaults() throws IOException {
    var config = EdgeConfigFile.load(write(BASE + "upstream: {url: 'http://edge.example:8070'}\n"));

    assertThat(config.nodeId()).isEqualTo("site-7");
    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.httpPort()).isEqualTo(8070);
    assertThat(config.mqttPort()).isEqualTo(1883);
    assertThat(config.directory()).isEqualTo(directory.resolve("data"));
    assertThat(config.storeLimitBytes()).isEqualTo(100_000_000);
    assertThat(config.principalsFile()).isEqualTo(directory.resolve("principals.jsonl"));
    assertThat(config.upstream()).isEqualTo(new NextTier(URI.create("http://edge.example:8070")));
    assertThat(config.link()).isEqualTo(new LinkConfig("edge.example", 1884, "site-7", "abc"));
    assertThat(config.tuning()).isEqualTo(EdgeTuning.DEFAULT);
  }

  @Test
  void givenOriginAndTuning_whenLoaded_thenHasThem() throws IOException {
    var config =
        EdgeConfigFile.load(
            write(
                BASE
                    + """
                    host: 0.0.0.0
                    timestamp-max-age-seconds: 7
                    refresh-interval-seconds: 9
                    slice-length-bytes: 65536
                    upstream:
                      s3:
                        endpoint: http://127.0.0.1:9000
                        region: eu-1
                        bucket: b
                        access-key: k
                        secret-key-file: s3.secret
                    """));

    assertThat(config.host()).isEqualTo("0.0.0.0");
    assertThat(config.upstream())
        .isEqualTo(new S3Origin(URI.create("http://127.0.0.1:9000"), "eu-1", "b", "k", "def"));
    assertThat(config.tuning().freshness().mutableMaxAge()).isEqualTo(Duration.ofSeconds(7));
    assertThat(config.tuning().relay().refreshInterval()).isEqualTo(Duration.ofSeconds(9));
    assertThat(config.tuning().slicing().sliceLengthBytes()).isEqualTo(65_536);
    assertThat(config.toString()).doesNotContain("def").doesNotContain("abc");
  }

  @Test
  void givenManyMistakes_whenLoaded_thenAllAreInOneMessage() throws IOException {
    var file =
        write(
            """
            node-id: site-7
            http-port: 99999
            directory: data
            store-limit-bytes: many
            principals-file: p
            colour: red
            timestamp-max-age-seconds: 61
            upstream: {}
            link: {host: h, port: 1, secret-file: missing, hue: 3}
            """);

    assertThatThrownBy(() -> EdgeConfigFile.load(file))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("http-port must be a number from 0 to 65535, got 99999")
        .hasMessageContaining("mqtt-port is required")
        .hasMessageContaining("store-limit-bytes must be a number")
        .hasMessageContaining("colour is not a known key")
        .hasMessageContaining("timestamp-max-age-seconds must be a number from 0 to 60")
        .hasMessageContaining("upstream must have either url or s3")
        .hasMessageContaining("secret file missing cannot be read")
        .hasMessageContaining("link.hue is not a known key")
        .hasMessageStartingWith(file.toString());
  }

  @Test
  void givenValuesThatContradict_whenLoaded_thenSaysSo() throws IOException {
    var tooSmall = write(BASE.replace("100000000", "1000") + "upstream: {url: 'http://e:1'}\n");

    assertThatThrownBy(() -> EdgeConfigFile.load(tooSmall))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("must have room for 16 slices");
    var noHost = write(BASE + "upstream: {url: 'ftp://e'}\n");
    assertThatThrownBy(() -> EdgeConfigFile.load(noHost))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("must be an http or https address");
  }

  @Test
  void givenFileThatIsNoYamlOrNotThere_whenLoaded_thenSaysSoInOneLine() throws IOException {
    var broken = write("a: [1\nb: }");

    assertThatThrownBy(() -> EdgeConfigFile.load(broken))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("is not YAML")
        .message()
        .doesNotContain("\n");
    assertThatThrownBy(() -> EdgeConfigFile.load(directory.resolve("none.yaml")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("cannot be read");
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(directory.resolve("edge.yaml"), yaml);
  }
}
