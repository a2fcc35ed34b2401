package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.check.HealthConfig;
import dev.sluice.agent.check.ReloadConfig;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.program.config.ByteSize;
import dev.sluice.program.config.Configuration;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.config.Sources;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.InvalidConfigException;
import dev.sluice.program.mqtt.MqttAddress;
import dev.sluice.release.Installer;
import dev.sluice.update.settings.InPlacePolicy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentConfigTest {
  private static final String LEAST =
      """
      device-id: device-001
      product: app
      edge-url: http://edge.local:8080
      device-key-file: device.key
      trust-anchor-file: root.json
      data-directory: /var/lib/sluice
      install-file: /opt/app.bin
      """;
  private static final String MQTT =
      """
      mqtt:
        password-file: secret
      """;

  @TempDir Path directory;

  private AgentConfig load(String yaml, Map<String, String> environment, Map<String, String> flags)
      throws Exception {
    Files.writeString(directory.resolve("secret"), "0123456789abcdef\n");
    Path file = Files.writeString(directory.resolve("agent.yaml"), yaml);
    return Configuration.of("agent", AgentConfig.class)
        .load(new Sources(Optional.of(file), environment, flags))
        .value();
  }

  private AgentConfig load(String yaml) throws Exception {
    return load(yaml, Map.of(), Map.of());
  }

  @Test
  void givenOnlyWhatIsRequired_whenLoaded_thenTheRestIsDefault() throws Exception {
    AgentConfig config = load(LEAST + MQTT);

    assertThat(config.epoch()).isZero();
    assertThat(config.stamp()).isEqualTo("local");
    assertThat(config.hub()).isEqualTo(new MqttAddress("edge.local", 1883, Optional.empty()));
    assertThat(config.mqtt().password()).isEqualTo(new SecretText("0123456789abcdef"));
    assertThat(config.edgeTls()).isEmpty();
    assertThat(config.deviceAttributes()).isEqualTo(DeviceAttributes.none());
    assertThat(config.refreshInterval()).isEqualTo(Duration.ofHours(1));
    assertThat(config.timeZone()).isEqualTo(ZoneId.of("UTC"));
    assertThat(config.maxMemory()).isEqualTo(new ByteSize(16 << 20));
    assertThat(config.maxWork()).isEqualTo(Duration.ofDays(1));
    assertThat(config.inPlace()).isEqualTo(InPlacePolicy.NEVER);
    assertThat(config.kind()).isEqualTo(Installer.FILE);
    assertThat(config.reload()).isEqualTo(ReloadConfig.NONE);
    assertThat(config.health()).isEqualTo(HealthConfig.NONE);
    assertThat(config.once()).isFalse();
    assertThat(config.admin().port()).isZero();
    assertThat(config.tracing().endpoint()).isEmpty();
  }

  @Test
  void givenEveryKey_whenLoaded_thenEachIsRead() throws Exception {
    AgentConfig config =
        load(
            LEAST
                + """
                epoch: 3
                stamp: eu-1
                edge-tls: {trust: site.pem}
                mqtt:
                  host: hub.local
                  port: 8883
                  password-file: secret
                  tls: {trust: site.pem, verify-host: false}
                tags: [canary, lab]
                attributes: {hardware: board-b, region: eu}
                refresh-interval: 10m
                time-zone: Europe/Berlin
                max-memory: 1MiB
                max-work: 90s
                in-place: when-short
                health: {command: [app, --check], deadline: 5m, interval: 10s}
                admin: {port: 9100}
                tracing: {endpoint: "http://collector:4318/v1/traces"}
                """);

    assertThat(config.deviceId().value()).isEqualTo("device-001");
    assertThat(config.epoch()).isEqualTo(3);
    assertThat(config.stamp()).isEqualTo("eu-1");
    assertThat(config.product().value()).isEqualTo("app");
    assertThat(config.edgeUrl()).isEqualTo(URI.create("http://edge.local:8080"));
    assertThat(config.edgeTls().orElseThrow().trust()).contains(directory.resolve("site.pem"));
    assertThat(config.hub().toString()).isEqualTo("hub.local:8883");
    assertThat(config.hub().tls().orElseThrow().verifyHost()).isFalse();
    assertThat(config.deviceKeyFile()).isEqualTo(directory.resolve("device.key"));
    assertThat(config.trustAnchorFile()).isEqualTo(directory.resolve("root.json"));
    assertThat(config.dataDirectory()).isEqualTo(Path.of("/var/lib/sluice"));
    assertThat(config.installFile()).isEqualTo(Path.of("/opt/app.bin"));
    assertThat(config.deviceAttributes())
        .isEqualTo(
            DeviceAttributes.of(
                Set.of("canary", "lab"), Map.of("hardware", "board-b", "region", "eu")));
    assertThat(config.refreshInterval()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.timeZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(config.maxMemory()).isEqualTo(new ByteSize(1 << 20));
    assertThat(config.maxWork()).isEqualTo(Duration.ofSeconds(90));
    assertThat(config.inPlace()).isEqualTo(InPlacePolicy.WHEN_SHORT);
    assertThat(config.health())
        .isEqualTo(
            new HealthConfig(
                List.of("app", "--check"),
                Optional.empty(),
                Optional.empty(),
                Duration.ofMinutes(5),
                Duration.ofSeconds(10)));
    assertThat(config.admin().port()).isEqualTo(9100);
    assertThat(config.tracing().endpoint()).contains(URI.create("http://collector:4318/v1/traces"));
  }

  @Test
  void givenDocument_whenLoaded_thenKindAndHookAreRead() throws Exception {
    AgentConfig config =
        load(LEAST + MQTT + "kind: flags\nreload: {command: [kill, -HUP, '7'], timeout: 5s}\n");

    assertThat(config.kind()).isEqualTo(Installer.FLAGS);
    assertThat(config.reload())
        .isEqualTo(new ReloadConfig(List.of("kill", "-HUP", "7"), Duration.ofSeconds(5)));
  }

  @Test
  void givenHookOfAFileOrDocumentInPlace_whenLoaded_thenRefuses() {
    assertThatThrownBy(() -> load(LEAST + MQTT + "reload: {command: [true]}\n"))
        .hasMessageContaining("reload.command: expected none");
    assertThatThrownBy(() -> load(LEAST + MQTT + "kind: config\nin-place: when-short\n"))
        .hasMessageContaining("in-place: expected never");
  }

  @Test
  void givenSecretInTheEnvironmentAndAFlag_whenLoaded_thenBothWin() throws Exception {
    AgentConfig config =
        load(LEAST, Map.of("SLUICE_AGENT_MQTT_PASSWORD", "from-outside"), Map.of("once", "true"));

    assertThat(config.mqtt().password()).isEqualTo(new SecretText("from-outside"));
    assertThat(config.once()).isTrue();
    assertThat(config.toString()).doesNotContain("from-outside");
  }

  @Test
  void givenManyMistakes_whenLoaded_thenAllAreNamedAtOnce() {
    assertThatThrownBy(
            () ->
                load(
                    """
                    device-id: "no/slash"
                    colour: blue
                    edge-url: http://edge.local
                    mqtt: {port: 99999, password: plain}
                    refresh-interval: hourly
                    time-zone: Berlin
                    tags: {a: b}
                    in-place: yes
                    """))
        .isInstanceOfSatisfying(
            InvalidConfigException.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("device-id")
        .hasMessageContaining("colour: no such key")
        .hasMessageContaining("product: missing")
        .hasMessageContaining("mqtt.password: a secret may not stand here")
        .hasMessageContaining("refresh-interval: expected a duration")
        .hasMessageContaining("time-zone: expected a time zone like Europe/Berlin, got 'Berlin'")
        .hasMessageContaining("tags: expected a list")
        .hasMessageContaining("in-place: expected never or when-short")
        .hasMessageContaining("install-file: missing");
  }

  @Test
  void givenValuesThatDoNotFit_whenLoaded_thenEachIsNamed() {
    assertThatThrownBy(
            () ->
                load(
                    (LEAST + MQTT).replace("http://edge.local:8080", "ftp://x")
                        + """
                        epoch: -1
                        stamp: No Stamp
                        refresh-interval: 8d
                        tags: ["no good"]
                        edge-tls: {verify-host: false}
                        """))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("edge-url: expected http://HOST")
        .hasMessageContaining("epoch: expected a number of 0 or more")
        .hasMessageContaining("stamp: expected a stamp id")
        .hasMessageContaining("refresh-interval: expected 1s to 7d")
        .hasMessageContaining("tags: expected a word")
        .hasMessageContaining("edge-tls.verify-host: expected true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{http: 'http://localhost', file: up} | expected one of command, http and file, got http, file",
        "{http: 'ftp://localhost'} | expected http://HOST",
        "{http: 'http://ada:pass@localhost'} | expected an address without user and password",
        "{command: [' ']} | expected a program as the first item of command",
        "{deadline: 500ms} | expected 1s to 1d as deadline",
        "{interval: 50ms} | expected 100ms to 1h as interval",
        "{deadline: 2s} | expected an interval of at most the deadline"
      })
  void givenHealthCheckThatDoesNotFit_whenLoaded_thenIsRefused(String section, String mistake) {
    assertThatThrownBy(() -> load(LEAST + MQTT + "health: " + section + "\n"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("health")
        .hasMessageContaining(mistake);
  }

  @Test
  void givenHealthCheckByAddressOrFile_whenLoaded_thenIsRead() throws Exception {
    assertThat(load(LEAST + MQTT + "health: {http: 'http://localhost/up'}\n").health().http())
        .contains(URI.create("http://localhost/up"));
    assertThat(load(LEAST + MQTT + "health: {file: up}\n").health().file())
        .contains(directory.resolve("up"));
  }

  @Test
  void givenPortOutOfRange_whenLoaded_thenIsRefusedUnderItsKey() {
    assertThatThrownBy(() -> load(LEAST + MQTT + "  port: 99999\n"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("mqtt")
        .hasMessageContaining("port: expected 1 to 65535");
  }

  @Test
  void givenOneKeyTwice_whenLoaded_thenIsRefused() {
    assertThatThrownBy(() -> load(LEAST + MQTT + "product: other\n"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("product");
  }

  @Test
  void givenTheOperatorsPage_whenRead_thenHoldsTheGeneratedReference() throws Exception {
    String reference = Configuration.of("agent", AgentConfig.class).reference();

    assertThat(Files.readString(Path.of("../README.md"))).contains(reference.strip());
  }
}
