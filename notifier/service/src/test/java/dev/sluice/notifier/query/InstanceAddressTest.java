package dev.sluice.notifier.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceAddressTest {
  @ParameterizedTest
  @ValueSource(strings = {"notifier-1.example:8090", "10.0.0.7:80", "[2001:db8::7]:8090"})
  void givenAddress_whenRead_thenWrittenAlike(String text) {
    assertThat(InstanceAddress.parse(text)).hasToString(text);
    assertThat(InstanceAddress.parse(text).uri(true, "/x")).hasToString("https://" + text + "/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "notifier", "notifier:", ":80", "a b:80", "notifier:0", "n:65536", "n:x"})
  void givenNoAddress_whenRead_thenRefused(String text) {
    assertThatThrownBy(() -> InstanceAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host:port");
  }

  @Test
  void givenLongName_whenMadeAWord_thenItFitsIntoAPrincipalsName() {
    String name = "a".repeat(80);

    assertThat(new InstanceAddress("notifier-1", 80).word()).isEqualTo("notifier-1.80");
    assertThat(new InstanceAddress("::1", 80).word()).isEqualTo("--1.80");
    assertThat(new InstanceAddress(name, 80).word())
        .hasSize(50)
        .isNotEqualTo(new InstanceAddress(name, 81).word());
  }
}
