package dev.sluice.program.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.InvalidConfigException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  private static final String GOOD =
      """
      http:
        port: 8080
        max-age: 10m
      cache-size: 20GiB
      data: store
      product: demo
      servers: [a:1, b:2]
      drives:
        - path: one
          size: 1GiB
      labels:
        site: north
      """;

  @TempDir private Path folder;

  enum Mode {
    PLAIN,
    SASL_TLS
  }

  record Product(String name) {
    static Product of(String name) {
      if (name.contains("/")) {
        throw new IllegalArgumentException(
            "expected a product without '/', got '%s'".formatted(name));
      }
      return new Product(name);
    }
  }

  record Http(
      @Describe("address to bind") @Default("127.0.0.1") String host,
      @Describe("port to bind") int port,
      @Default("1h") Duration maxAge) {
    Http {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port: expected 0 to 65535, got " + port);
      }
    }
  }

  record Drive(Path path, ByteSize size) {}

  record Link(String user, SecretText password) {}

  record Edge(
      Http http,
      ByteSize cacheSize,
      Path data,
      Product product,
      List<String> servers,
      List<Drive> drives,
      Map<String, String> labels,
      Optional<Link> link,
      Optional<URI> upstream,
      @Default("plain") Mode mode,
      @Default("0.5") double share,
      @Default("true") boolean fast,
      Optional<SecretText> apiKey) {}

  private Loaded<Edge> load(String yaml, Map<String, String> environment, Map<String, String> flags)
      throws IOException {
    var file = folder.resolve("edge.yaml");
    Files.writeString(file, yaml);
    return Configuration.of("edge", Edge.class)
        .load(new Sources(Optional.of(file), environment, flags));
  }

  private Edge load(String yaml) throws IOException {
    return load(yaml, Map.of(), Map.of()).value();
  }

  private List<String> mistakes(
      String yaml, Map<String, String> environment, Map<String, String> flags) {
    var refused =
        catchThrowableOfType(InvalidConfigException.class, () -> load(yaml, environment, flags));
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.getMessage()).startsWith(folder.resolve("edge.yaml").toString());
    return refused.mistakes();
  }

  private List<String> mistakes(String yaml) {
    return mistakes(yaml, Map.of(), Map.of());
  }

  @Test
  void givenFile_whenLoaded_thenEveryKindOfValueIsRead() throws IOException {
    var edge = load(GOOD + "upstream: http://up:80\nmode: sasl-tls\nshare: 0.25\nfast: false\n");

    assertThat(edge.http()).isEqualTo(new Http("127.0.0.1", 8080, Duration.ofMinutes(10)));
    assertThat(edge.cacheSize()).isEqualTo(new ByteSize(20L << 30));
    assertThat(edge.data()).isEqualTo(folder.resolve("store"));
    assertThat(edge.product()).isEqualTo(new Product("demo"));
    assertThat(edge.servers()).containsExactly("a:1", "b:2");
    assertThat(edge.drives())
        .containsExactly(new Drive(folder.resolve("one"), new ByteSize(1L << 30)));
    assertThat(edge.labels()).containsExactly(Map.entry("site", "north"));
    assertThat(edge.upstream()).contains(URI.create("http://up:80"));
    assertThat(edge.mode()).isEqualTo(Mode.SASL_TLS);
    assertThat(edge.share()).isEqualTo(0.25);
    assertThat(edge.fast()).isFalse();
  }

  @Test
  void givenNothingMore_whenLoaded_thenDefaults() throws IOException {
    var edge = load(GOOD.replace("  max-age: 10m\n", "").replace("servers: [a:1, b:2]\n", ""));

    assertThat(edge.http()).isEqualTo(new Http("127.0.0.1", 8080, Duration.ofHours(1)));
    assertThat(edge.servers()).isEmpty();
    assertThat(edge.mode()).isEqualTo(Mode.PLAIN);
    assertThat(edge.link()).isEmpty();
    assertThat(edge.upstream()).isEmpty();
    assertThat(edge.apiKey()).isEmpty();
  }

  @Test
  void givenAllSources_whenLoaded_thenLaterOnesWinAndOriginsTell() throws IOException {
    var environment =
        Map.of(
            "SLUICE_EDGE_HTTP_PORT",
            "81",
            "SLUICE_EDGE_HTTP_MAX_AGE",
            "PT5S",
            "SLUICE_OTHER_PORT",
            "x",
            "HOME",
            "/");

    var loaded = load(GOOD, environment, Map.of("http.port", "82", "drives[0].size", "2GiB"));

    assertThat(loaded.value().http()).isEqualTo(new Http("127.0.0.1", 82, Duration.ofSeconds(5)));
    assertThat(loaded.value().drives().getFirst().size()).isEqualTo(new ByteSize(2L << 30));
    assertThat(loaded.settings())
        .contains(
            new Setting("http.host", "127.0.0.1", "default"),
            new Setting("http.port", "82", "--set http.port"),
            new Setting("http.max-age", "PT5S", "SLUICE_EDGE_HTTP_MAX_AGE"),
            new Setting("cache-size", "20GiB", "edge.yaml:4"),
            new Setting("servers[1]", "b:2", "edge.yaml:7"));
  }

  @Test
  void givenListInEnvironment_whenLoaded_thenItsItemsTakeTheirPlaces() throws IOException {
    var environment =
        Map.of(
            "SLUICE_EDGE_SERVERS_1", "c:3",
            "SLUICE_EDGE_SERVERS_2", "d:4",
            "SLUICE_EDGE_DRIVES_1_PATH", "/two",
            "SLUICE_EDGE_DRIVES_1_SIZE", "5",
            "SLUICE_EDGE_LABELS_RACK", "r1");

    var edge = load(GOOD, environment, Map.of()).value();

    assertThat(edge.servers()).containsExactly("a:1", "c:3", "d:4");
    assertThat(edge.drives()).hasSize(2).contains(new Drive(Path.of("/two"), new ByteSize(5)));
    assertThat(edge.labels()).containsEntry("rack", "r1").containsEntry("site", "north");
  }

  @Test
  void givenSeveralMistakes_whenLoaded_thenAllAreNamed() {
    var yaml =
        """
        http:
          port: 8x80
          max-age: soon
          prot: 1
        http2: 3
        cache-size: 20 apples
        cache-size: 30GiB
        product: a/b
        servers: one
        drives: [1]
        mode: mild
        share: half
        fast: perhaps
        """;

    var mistakes =
        mistakes(yaml, Map.of("SLUICE_EDGE_HTTP_PROT", "1"), Map.of("a.b", "1", "[", "2"));

    assertThat(mistakes)
        .containsExactlyInAnyOrder(
            "cache-size: given twice, in line 6 and line 7; keep one",
            "SLUICE_EDGE_HTTP_PROT: no key has this environment variable; see `config schema` for the keys",
            "expected a key like http.port or kafka.servers[0], got '['",
            "a: no such key (--set a.b); expected one of http, cache-size, data, product, servers, drives, labels, link, upstream, mode, share, fast, api-key-file",
            "http2: no such key (edge.yaml:5); expected one of http, cache-size, data, product, servers, drives, labels, link, upstream, mode, share, fast, api-key-file",
            "http.prot: no such key (edge.yaml:4); expected one of host, port, max-age",
            "http.port: expected a whole number, got '8x80' (edge.yaml:2)",
            "http.max-age: expected a duration like 500ms, 10m or PT10M, got 'soon' (edge.yaml:3)",
            "cache-size: expected a size like 64KiB, 20GiB or 500MB, got '20 apples' (edge.yaml:6)",
            "data: missing; expected a path",
            "product: expected a product without '/', got 'a/b' (edge.yaml:8)",
            "servers: expected a list, got 'one' (edge.yaml:9)",
            "drives[0]: expected keys with values, got '1' (edge.yaml:10)",
            "mode: expected plain or sasl-tls, got 'mild' (edge.yaml:11)",
            "share: expected a number, got 'half' (edge.yaml:12)",
            "fast: expected true or false, got 'perhaps' (edge.yaml:13)");
  }

  @Test
  void givenEmptyEnvironmentVariable_whenLoaded_thenMistake() {
    assertThat(mistakes(GOOD, Map.of("SLUICE_EDGE_HTTP_PORT", ""), Map.of()))
        .containsExactly("http.port: expected a whole number, got '' (SLUICE_EDGE_HTTP_PORT)");
  }

  @Test
  void givenFractionForWholeNumber_whenLoaded_thenMistake() {
    assertThat(mistakes(GOOD.replace("8080", "80.5")))
        .containsExactly("http.port: expected a whole number, got '80.5' (edge.yaml:2)");
  }

  @Test
  void givenValueThatTheRecordRefuses_whenLoaded_thenItsKeyIsNamed() {
    assertThat(mistakes(GOOD.replace("8080", "80800")))
        .containsExactly("http.port: expected 0 to 65535, got 80800");
  }

  @Test
  void givenGapInAList_whenLoaded_thenMistake() {
    assertThat(mistakes(GOOD, Map.of("SLUICE_EDGE_SERVERS_7", "x"), Map.of()))
        .containsExactly("SLUICE_EDGE_SERVERS_7: expected index 2 next, got 7");
  }

  @Test
  void givenFlagThatGoesThroughAValue_whenLoaded_thenMistake() {
    assertThat(mistakes(GOOD, Map.of(), Map.of("data.below", "x")))
        .containsExactly("--set data.below: edge.yaml:5 gives no keys here");
  }

  @Test
  void givenSecretInPlainYaml_whenLoaded_thenRefusedWithAdvice() {
    assertThat(mistakes(GOOD + "link:\n  user: me\n  password: hush\n"))
        .singleElement()
        .asString()
        .startsWith("link.password: a secret may not stand here in plain text (edge.yaml:15)")
        .endsWith("give link.password-file: PATH")
        .doesNotContain("hush");
  }

  @Test
  void givenSecretAsFlag_whenLoaded_thenRefused() {
    assertThat(mistakes(GOOD, Map.of(), Map.of("api-key", "hush")))
        .singleElement()
        .asString()
        .contains("plain text (--set api-key)")
        .doesNotContain("hush");
  }

  @Test
  void givenSecretFile_whenLoaded_thenReadRelativeToTheFileAndMasked() throws IOException {
    Files.writeString(folder.resolve("word"), "hush\n");

    var loaded = load(GOOD + "link:\n  user: me\n  password-file: word\n", Map.of(), Map.of());

    assertThat(loaded.value().link().orElseThrow().password().reveal()).isEqualTo("hush");
    assertThat(loaded.toString()).doesNotContain("hush");
    assertThat(loaded.settings())
        .contains(new Setting("link.password", "***", "file " + folder.resolve("word")));
  }

  @Test
  void givenSecretInEnvironment_whenLoaded_thenItWinsOverTheFile() throws IOException {
    Files.writeString(folder.resolve("word"), "hush");
    var yaml = GOOD + "link:\n  user: me\n  password-file: word\n";

    var plain = load(yaml, Map.of("SLUICE_EDGE_LINK_PASSWORD", "loud"), Map.of());
    Files.writeString(folder.resolve("other"), "other");
    var file =
        load(
            yaml,
            Map.of("SLUICE_EDGE_LINK_PASSWORD_FILE", folder.resolve("other").toString()),
            Map.of());

    assertThat(plain.value().link().orElseThrow().password().reveal()).isEqualTo("loud");
    assertThat(file.value().link().orElseThrow().password().reveal()).isEqualTo("other");
  }

  @Test
  void givenSecretFileThatIsGoneOrEmpty_whenLoaded_thenMistake() throws IOException {
    Files.writeString(folder.resolve("empty"), " \n");

    assertThat(mistakes(GOOD + "link:\n  user: me\n  password-file: gone\n"))
        .containsExactly(
            "link.password-file: cannot read %s (edge.yaml:15)".formatted(folder.resolve("gone")));
    assertThat(mistakes(GOOD + "api-key-file: empty\n"))
        .singleElement()
        .asString()
        .contains("expected a secret, got nothing");
    assertThat(mistakes(GOOD + "link:\n  user: me\n"))
        .containsExactly(
            "link.password-file: missing; expected the path of a file that holds the secret");
  }

  @Test
  void givenNoYaml_whenLoaded_thenLineIsNamed() {
    assertThat(mistakes("a: [1\nb: 2\n"))
        .anyMatch(mistake -> mistake.startsWith("line ") && mistake.contains("is no YAML"));
    assertThat(mistakes("- 1\n"))
        .anyMatch(mistake -> mistake.startsWith("expected keys with values at the top"));
    assertThat(mistakes(GOOD + "---\na: 1\n")).contains("expected one YAML document, got several");
    assertThat(mistakes(GOOD.replace("data: store", "data: &x store") + "upstream: *x\n"))
        .contains("upstream: expected the value itself, got a YAML alias");
  }

  @Test
  void givenNoFile_whenLoaded_thenSaysSo() {
    var configuration = Configuration.of("edge", Edge.class);

    assertThatThrownBy(() -> configuration.load(Sources.of(folder.resolve("gone.yaml"))))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(folder.resolve("gone.yaml") + ": no such file");
    assertThatThrownBy(() -> configuration.load(Sources.of(folder)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> configuration.load(new Sources(Optional.empty(), Map.of(), Map.of())))
        .hasMessageStartingWith("configuration of edge (no file given): http.port: missing");
  }

  record Collision(Http http, int httpPort) {}

  record Both(@Default("1") Optional<Integer> number) {}

  @Test
  void givenKeysThatShareAVariable_whenDescribed_thenBug() {
    assertThatThrownBy(() -> Configuration.of("edge", Collision.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("http.port and http-port share the environment variable");
    assertThatThrownBy(() -> Configuration.of("edge", Both.class))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void givenRecord_whenDescribed_thenReferenceNamesEachKey() {
    var reference = Configuration.of("edge", Edge.class).reference();

    assertThat(reference.lines())
        .startsWith("| key | value | default | meaning |", "|---|---|---|---|")
        .contains(
            "| `http.host` | text | `127.0.0.1` | address to bind |",
            "| `http.port` | a whole number | required | port to bind |",
            "| `drives[].path` | a path | required |  |",
            "| `servers` | list of text | empty |  |",
            "| `labels` | names with text | empty |  |",
            "| `link` | section | none |  |",
            "| `link.password-file` | path of a file with a secret | required |  |",
            "| `mode` | plain or sasl-tls | `plain` |  |");
  }

  @Test
  void givenRecord_whenDescribed_thenSchemaIsStrict() {
    assertThat(Configuration.of("edge", Edge.class).jsonSchema())
        .contains(
            "\"additionalProperties\" : false",
            "\"api-key-file\"",
            "\"enum\" : [ \"plain\", \"sasl-tls\" ]")
        .contains("\"required\" : [ \"port\" ]");
  }

  record Policy(String name, @Default("5m") Duration soak) {}

  record Typed(@Default("3") long size, @Default("true") boolean on, @Default("2%") Share share) {}

  @Test
  void givenDocument_whenDescribed_thenDefaultsHaveTheTypeOfTheirKeyAndFormsAPattern() {
    assertThat(Documents.jsonSchema("A document", Typed.class))
        .contains("\"title\" : \"A document\"", "\"default\" : 3", "\"default\" : true")
        .contains("\"default\" : \"2%\"", "{1,4})?%$");
  }

  @Test
  void givenDocument_whenRead_thenSameRules() {
    assertThat(Documents.read("policy", "name: x\n", Policy.class))
        .isEqualTo(new Policy("x", Duration.ofMinutes(5)));
    assertThatThrownBy(() -> Documents.read("policy", "nam: x\n", Policy.class))
        .hasMessage(
            "policy: nam: no such key (policy:1); expected one of name, soak; name: missing; expected text");
  }
}
