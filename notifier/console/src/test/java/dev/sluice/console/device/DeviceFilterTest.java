package dev.sluice.console.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.inventory.Running;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeviceFilterTest {
  @Test
  void givenDevicesWithAndWithoutARing_whenARingIsWanted_thenEmptyTextMeansNone() {
    DeviceState canary = device("d1", "canary");
    DeviceState ringless = device("d2");

    assertThat(matches(Optional.of("canary"), canary)).isTrue();
    assertThat(matches(Optional.of("canary"), ringless)).isFalse();
    assertThat(matches(Optional.of(""), canary)).isFalse();
    assertThat(matches(Optional.of(""), ringless)).isTrue();
    assertThat(matches(Optional.empty(), canary)).isTrue();
    assertThat(matches(Optional.empty(), ringless)).isTrue();
  }

  private static boolean matches(Optional<String> ring, DeviceState device) {
    var filter =
        new DeviceFilter(
            "",
            Optional.of(ProductName.parse("demo")),
            Optional.empty(),
            ring,
            Optional.empty(),
            Optional.empty());
    return filter.matches(
        device, (_, asked) -> asked.attributes().tags().stream().sorted().findFirst());
  }

  private static DeviceState device(String id, String... tags) {
    return new DeviceState(
        DeviceId.parse(id),
        1,
        new DevicePublicKey("00".repeat(32)),
        DeviceAttributes.of(Set.of(tags), Map.of()),
        List.of(
            new Running(
                ProductName.parse("demo"),
                Version.parse("1.0"),
                1,
                Digest.sha256("artifact".getBytes(StandardCharsets.UTF_8)))),
        Instant.EPOCH);
  }
}
