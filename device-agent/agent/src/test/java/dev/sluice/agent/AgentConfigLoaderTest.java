package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.update.InPlacePolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgentConfigLoaderTest {
  private static final Path DIRECTORY = Path.of("/etc/sluice");
  private static final String LEAST =
      """
      device-id: device-001
      product: app
      edge-url: http://edge.local:8080
      mqtt-secret-file: secret
      device-key-file: device.key
      trust-anchor-file: root.json
      data-directory: /var/lib/sluice
      install-file: /opt/app.bin
      """;

  private static AgentConfig parse(String yaml) throws AgentException {
    return AgentConfigLoader.parse("agent.yaml", DIRECTORY, yaml);
  }

  @Test
  void givenOnlyWhatIsRequired_whenParsed_thenTheRestIsDefault() throws Exception {
    AgentConfig config = parse(LEAST);

    assertThat(config.epoch()).isZero();
    assertThat(config.stamp()).isEqualTo("local");
    assertThat(config.mqttHost()).isEqualTo("edge.local");
    assertThat(config.mqttPort()).isEqualTo(1883);
    assertThat(config.attributes()).isEqualTo(DeviceAttributes.none());
    assertThat(config.refreshInterval()).isEqualTo(Duration.ofHours(1));
    assertThat(config.maxMemoryBytes()).isEqualTo(16 << 20);
    assertThat(config.inPlace()).isEqualTo(InPlacePolicy.NEVER);
  }

  @Test
  void givenEveryKey_whenParsed_thenEachIsRead() throws Exception {
    AgentConfig config =
        parse(
            LEAST
                + """
                epoch: 3
                stamp: eu-1
                mqtt-host: hub.local
                mqtt-port: 8883
                tags: [canary, lab]
                attributes: {hardware: board-b, region: eu}
                refresh-interval: PT10M
                max-memory-bytes: 1000000
                in-place: when-short
                """);

    assertThat(config.deviceId().value()).isEqualTo("device-001");
    assertThat(config.epoch()).isEqualTo(3);
    assertThat(config.stamp()).isEqualTo("eu-1");
    assertThat(config.product().value()).isEqualTo("app");
    assertThat(config.edgeUrl()).isEqualTo(URI.create("http://edge.local:8080"));
    assertThat(config.mqttHost()).isEqualTo("hub.local");
    assertThat(config.mqttPort()).isEqualTo(8883);
    assertThat(config.mqttSecretFile()).isEqualTo(DIRECTORY.resolve("secret"));
    assertThat(config.deviceKeyFile()).isEqualTo(DIRECTORY.resolve("device.key"));
    assertThat(config.trustAnchorFile()).isEqualTo(DIRECTORY.resolve("root.json"));
    assertThat(config.dataDirectory()).isEqualTo(Path.of("/var/lib/sluice"));
    assertThat(config.installFile()).isEqualTo(Path.of("/opt/app.bin"));
    assertThat(config.attributes())
        .isEqualTo(
            DeviceAttributes.of(
                Set.of("canary", "lab"), Map.of("hardware", "board-b", "region", "eu")));
    assertThat(config.refreshInterval()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.maxMemoryBytes()).isEqualTo(1_000_000);
    assertThat(config.inPlace()).isEqualTo(InPlacePolicy.WHEN_SHORT);
  }

  @Test
  void givenManyMistakes_whenParsed_thenAllAreNamedAtOnce() {
    assertThatThrownBy(
            () ->
                parse(
                    """
                    device-id: "no/slash"
                    colour: blue
                    edge-url: ftp://x
                    mqtt-port: 99999
                    refresh-interval: hourly
                    tags: canary
                    in-place: yes
                    """))
        .isInstanceOf(AgentException.InvalidConfig.class)
        .hasMessageContaining("device-id: expected a device id")
        .hasMessageContaining("colour: no such key")
        .hasMessageContaining("product: expected a product name")
        .hasMessageContaining("edge-url: expected an http or https address")
        .hasMessageContaining("mqtt-port: expected 1 to 65535")
        .hasMessageContaining("refresh-interval: expected a duration such as PT1H")
        .hasMessageContaining("tags: expected a list")
        .hasMessageContaining("in-place: expected never or when-short")
        .hasMessageContaining("install-file: expected a path");
  }

  @Test
  void givenOneKeyTwice_whenParsed_thenIsRefused() {
    assertThatThrownBy(() -> parse(LEAST + "product: other\n"))
        .isInstanceOf(AgentException.InvalidConfig.class)
        .hasMessageContaining("product");
  }
}
