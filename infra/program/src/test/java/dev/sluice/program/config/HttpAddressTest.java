package dev.sluice.program.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAddressTest {
  private static final String ELSEWHERE = "they go into secret-file";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://ada:pass-w0rd@host/path",
        "https://pass-w0rd@host",
        "http://ada:pass-w0rd@a_host:1",
        "ada:pass-w0rd@host"
      })
  void givenCredentials_whenAsked_thenRefusedWithoutRepeatingThem(String text) {
    assertThat(HttpAddress.mistake(URI.create(text), ELSEWHERE))
        .hasValueSatisfying(
            mistake ->
                assertThat(mistake)
                    .contains("without user and password", ELSEWHERE)
                    .doesNotContain("pass-w0rd", "ada"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host", "host", "/path", "host:80", "http:/path", "http://a_host"})
  void givenNoAddressOfAServer_whenRequired_thenTheKeyIsNamed(String text) {
    assertThatThrownBy(() -> HttpAddress.require("url", URI.create(text), ELSEWHERE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("url: expected ")
        .hasMessageContaining(text);
  }

  @Test
  void givenHostWithAnUnderscore_whenAsked_thenTheReasonAndTheWayOutAreNamed() {
    var address = URI.create("http://object_store:9000");

    assertThat(HttpAddress.mistake(address, ELSEWHERE))
        .hasValueSatisfying(
            mistake ->
                assertThat(mistake)
                    .contains("'http://object_store:9000' with an underscore", "alias"));
    // Why: the day that this client takes such a host, nothing has to be refused any more.
    assertThatThrownBy(() -> HttpRequest.newBuilder(address))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenAddressesOfServers_whenAsked_thenNothingIsWrong() {
    for (String fine :
        new String[] {"http://host", "https://[::1]:8443/a?b=c@d", "http://1.2.3.4/@"}) {
      assertThat(HttpAddress.mistake(URI.create(fine), ELSEWHERE)).as(fine).isEmpty();
    }
  }
}
