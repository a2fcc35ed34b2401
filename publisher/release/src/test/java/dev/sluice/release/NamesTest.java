package dev.sluice.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  private static final String LONG_63 = "a".repeat(63);

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "gateway", "gate-way-2", "a-"})
  void givenProductName_whenParsed_thenKeepsIt(String text) {
    assertThat(ProductName.parse(text).value()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "Gate", "a_b", "a/b", "a.b", "a ", "ä", "a\n", ".."})
  void givenMalformedProductName_whenParsed_thenSaysWhatWasExpectedAndWhatCame(String text) {
    assertThat(ProductName.isValid(text)).isFalse();
    assertThatThrownBy(() -> ProductName.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a product name (1 to 63 of a-z, 0-9 and -")
        .hasMessageContaining("got \"");
  }

  @Test
  void givenProductNameOfAnyLength_whenChecked_thenSixtyThreeIsTheLimit() {
    assertThat(ProductName.isValid(LONG_63)).isTrue();
    assertThat(ProductName.isValid(LONG_63 + "a")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "1.0.0",
        "2026.11-rc1+build_5",
        "v1",
        "A",
        "v2.4.0",
        "2026.11",
        "1:1.2.3~rc1-2",
        "1.0.2+build~3"
      })
  void givenVersion_whenParsed_thenKeepsIt(String text) {
    assertThat(Version.parse(text).value()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".1", "1..2", "..", "1/2", "1 2", "+1", "~1", ":1", "1\u0000"})
  void givenMalformedVersion_whenParsed_thenSaysWhatWasExpected(String text) {
    assertThat(Version.isValid(text)).isFalse();
    assertThatThrownBy(() -> Version.parse(text)).hasMessageContaining("expected a version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/1", "kafka-clients/4.3.1", "demo/1:1.2.3~rc1-2"})
  void givenRelease_whenParsed_thenPrintsTheSame(String text) {
    assertThat(ReleaseId.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "/1", "a/", "a/1/2", "A/1", "a/.."})
  void givenMalformedRelease_whenParsed_thenRefuses(String text) {
    assertThat(ReleaseId.isValid(text)).isFalse();
    assertThatThrownBy(() -> ReleaseId.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".hidden", "a/b", "release.json", "a b", "Gerät.bin", "-x", "a\\b"})
  void givenMalformedArtifactName_whenParsed_thenRefuses(String text) {
    assertThat(ArtifactName.isValid(text)).isFalse();
    assertThatThrownBy(() -> ArtifactName.parse(text))
        .hasMessageContaining("an artifact name")
        .hasMessageContaining("part of paths and URLs");
  }

  @Test
  void givenFileNameOfADebianPackage_whenParsed_thenKeepsIt() {
    String text = "demo_1.2.3~rc1-2_amd64.deb";

    assertThat(ArtifactName.parse(text)).hasToString(text);
  }

  @Test
  void givenControlCharactersAndLength_whenQuoted_thenNeitherReachesTheMessage() {
    assertThatThrownBy(() -> ProductName.parse("\u001b[31m" + "x".repeat(500)))
        .hasMessageContaining("\"?[31mxxx")
        .hasMessageContaining("x…\"");
  }
}
