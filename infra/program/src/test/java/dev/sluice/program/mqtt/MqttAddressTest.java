package dev.sluice.program.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.program.config.Documents;
import dev.sluice.program.tls.Tls;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MqttAddressTest {
  @Test
  void givenHostAlone_whenRead_thenPlainOnTheUsualPort() {
    var address = Documents.read("mqtt", "host: broker\n", MqttAddress.class);

    assertThat(address)
        .isEqualTo(new MqttAddress("broker", 1883, Optional.empty()))
        .hasToString("broker:1883");
  }

  @Test
  void givenEmptyTlsSection_whenRead_thenTlsWithTheAuthoritiesOfTheJdk() {
    assertThat(
            Documents.read("mqtt", "host: broker\nport: 8883\ntls: {}\n", MqttAddress.class).tls())
        .contains(Tls.STANDARD);
  }

  @Test
  void givenNoHostOrPort_whenRead_thenRefused() {
    assertThatThrownBy(() -> Documents.read("mqtt", "host: ' '\n", MqttAddress.class))
        .hasMessageContaining("host: expected a name");
    assertThatThrownBy(() -> Documents.read("mqtt", "host: b\nport: 0\n", MqttAddress.class))
        .hasMessageContaining("port: expected 1 to 65535");
  }
}
