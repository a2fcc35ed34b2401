package dev.sluice.cache.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectPathTest {
  private static final String HEX = "0123456789abcdef".repeat(4);
  private static final long SEED = 99;

  @ParameterizedTest
  @CsvSource({
    "/metadata/timestamp.json, MUTABLE",
    "/metadata/1.root.json, ROOT_VERSION",
    "/metadata/12.snapshot.json, IMMUTABLE",
    "/metadata/3.product.kafka-clients.json, IMMUTABLE",
    "/targets/products/p/1.0/HEX.release.json, IMMUTABLE",
    "/targets/HEX.a, IMMUTABLE",
    "/targets/products/p/1:1.2.3~rc1-2/HEX.p_1.2.3~rc1-2.deb, IMMUTABLE",
    "/targets/products/p/1%3A1.2.3%7Erc1-2/HEX.release.json, IMMUTABLE",
    "/targets/products/p/1.0%2Bx/HEX.kafka-clients-4.3.1.jar, IMMUTABLE",
    "/patches/HEX, IMMUTABLE",
    "/slices/HEX, IMMUTABLE",
  })
  void givenKnownShape_whenParsing_thenTellsItsKind(String path, ObjectKind kind) {
    assertThat(ObjectPath.parse(path.replace("HEX", HEX)).map(ObjectPath::kind)).contains(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "metadata/timestamp.json, METADATA",
    "metadata/3.product.kafka-clients.json, METADATA",
    "targets/products/p/1.0/HEX.release.json, METADATA",
    "targets/deltas/p/0/HEX.1.json, METADATA",
    "targets/rings/p/HEX.rings.json, METADATA",
    "slices/HEX, METADATA",
    "patches/HEX, PATCH",
    "targets/products/p/1.0/HEX.app.jar, ARTIFACT",
    "targets/products/p/1.0/HEX.my.release.json, ARTIFACT",
  })
  void givenPath_whenAsked_thenTellsWhatTheObjectIs(String path, ContentKind kind) {
    assertThat(ObjectPath.of(path.replace("HEX", HEX)).orElseThrow().content()).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "metadata/timestamp.json",
        "/metadata/root.json",
        "/metadata/0.root.json",
        "/metadata/01.root.json",
        "/metadata/../metadata/timestamp.json",
        "/targets/../metadata/timestamp.json",
        "/targets/%2e%2e/HEX.a",
        "/targets/a/file",
        "/targets/a%2fHEX.a",
        "/patches/abc",
        "/patches/HEX/x",
        "/slices/HEXa",
        "/catalogue/p/1.json",
        "/targets//HEX.a",
        "/targets/./HEX.a",
        "/metadata/timestamp.json?x",
        "/metadata/timestamp.json%00",
        "/patches/%",
        "/targets/%5g/HEX.a",
        "/targets/%7-/HEX.a",
        "/targets/%+5/HEX.a",
        "/targets/%\uff14\uff11/HEX.a",
        "/targets/a b/HEX.a"
      })
  void givenAnythingElse_whenParsing_thenRefuses(String path) {
    assertThat(ObjectPath.parse(path.replace("HEX", HEX))).isEmpty();
  }

  @Test
  void givenPathThatNamesADigest_whenAsked_thenTellsIt() {
    assertThat(
            ObjectPath.parse("/targets/a/" + HEX + ".x").orElseThrow().digest().orElseThrow().hex())
        .isEqualTo(HEX);
    assertThat(ObjectPath.parse("/patches/" + HEX).orElseThrow().digest()).isPresent();
    assertThat(ObjectPath.TIMESTAMP.digest()).isEmpty();
  }

  @Test
  void givenAnyText_whenParsing_thenNeverThrowsAndNeverLeavesTheTree() {
    var random = new SplittableRandom(SEED);
    var pieces =
        new String[] {
          "/",
          "..",
          ".",
          "%",
          "2e",
          "metadata",
          "targets",
          "patches",
          HEX,
          "1.root.json",
          "timestamp.json",
          "\u0000",
          "\u20ac",
          "a"
        };
    for (var round = 0; round < 20_000; round++) {
      var text = new StringBuilder();
      for (var i = random.nextInt(8); i >= 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }

      var path = ObjectPath.parse(text.toString());

      path.ifPresent(
          p ->
              assertThat(("/" + p.value() + "/"))
                  .as("seed %d", SEED)
                  .doesNotContain("/../", "/./", "//"));
    }
  }
}
