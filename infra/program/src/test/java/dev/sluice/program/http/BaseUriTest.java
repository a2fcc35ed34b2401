package dev.sluice.program.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUriTest {
  @ParameterizedTest
  @ValueSource(strings = {"http://edge:8070/tier", "http://edge:8070/tier/"})
  void givenPathWithPlusPercentAndColon_whenNamed_thenEachReachesTheServerAsSuch(String base) {
    assertThat(new BaseUri(URI.create(base)).of("targets/1:2.0~rc1+x/a%2Fb"))
        .hasToString("http://edge:8070/tier/targets/1:2.0~rc1%2Bx/a%252Fb");
  }

  @Test
  void givenServerWithoutAPath_whenNamed_thenObjectsStandAtItsTop() {
    assertThat(new BaseUri(URI.create("http://edge")).of("metadata/timestamp.json"))
        .hasToString("http://edge/metadata/timestamp.json");
  }
}
