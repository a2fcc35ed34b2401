package dev.sluice.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Mutations;
import dev.sluice.testkit.Property;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestTest {
  private static final ReleaseId ID = ReleaseId.parse("gateway/1.2.0");
  private static final Digest DIGEST = Digest.sha256(new byte[] {1});
  private static final Artifact ARTIFACT =
      new Artifact(new ArtifactName("gateway.jar"), DIGEST, 3, Installer.FILE);
  private static final Manifest MANIFEST =
      new Manifest(ID, 7, 6, List.of("rpi4"), List.of(ARTIFACT));

  @Test
  void givenManifest_whenEncoded_thenIsCanonicalJson() {
    var text = new String(MANIFEST.encode(), StandardCharsets.UTF_8);

    assertThat(text)
        .isEqualTo(
            "{\"artifacts\":[{\"digest\":\""
                + DIGEST.hex()
                + "\",\"installer\":\"file\",\"lengthBytes\":3,\"name\":\"gateway.jar\"}],"
                + "\"counter\":7,\"formatVersion\":1,\"hardware\":[\"rpi4\"],"
                + "\"product\":\"gateway\",\"rollbackFloor\":6,\"type\":\"manifest\","
                + "\"version\":\"1.2.0\"}");
  }

  @Test
  void givenManifest_whenAskedForPaths_thenTheyStandInTheReleasesDirectory() {
    assertThat(MANIFEST.path()).isEqualTo("products/gateway/1.2.0/release.json");
    assertThat(ARTIFACT.path(ID)).isEqualTo("products/gateway/1.2.0/gateway.jar");
    assertThat(ObjectPaths.target(MANIFEST.path(), DIGEST))
        .isEqualTo("targets/products/gateway/1.2.0/" + DIGEST.hex() + ".release.json");
    assertThat(ObjectPaths.patch(DIGEST)).isEqualTo("patches/" + DIGEST.hex());
    assertThat(ObjectPaths.sliceList(DIGEST)).isEqualTo("slices/" + DIGEST.hex());
  }

  @Test
  void givenAnyManifest_whenDecoded_thenIsTheSameAndItsBytesAreStable() {
    Property.check(
        "manifest encode and decode agree",
        300,
        seed -> {
          var manifest = Releases.manifest(seed);

          byte[] encoded = manifest.encode();
          var decoded = Manifest.decode(encoded);

          assertThat(decoded).isEqualTo(manifest);
          assertThat(decoded.encode()).isEqualTo(encoded);
        });
  }

  @Test
  void givenLargestManifest_whenEncoded_thenIsWithinItsLimit() throws MalformedJsonException {
    var artifacts =
        IntStream.range(0, Manifest.MAX_ARTIFACTS)
            .mapToObj(
                i ->
                    new Artifact(
                        new ArtifactName("%0128d".formatted(i)),
                        DIGEST,
                        Artifact.MAX_LENGTH_BYTES,
                        Installer.FILE))
            .toList();
    var hardware = IntStream.range(0, Manifest.MAX_HARDWARE).mapToObj("%064d"::formatted).toList();

    byte[] encoded = new Manifest(ID, Manifest.MAX_COUNTER, 0, hardware, artifacts).encode();

    assertThat(encoded.length).isLessThan((int) Manifest.MAX_LENGTH_BYTES);
    assertThat(Manifest.decode(encoded).artifacts()).hasSize(Manifest.MAX_ARTIFACTS);
  }

  @Test
  void givenDamagedManifest_whenDecoded_thenOnlyTheDocumentedRefusalComesOut() {
    Property.check(
        "damaged manifests are refused as documented",
        3_000,
        seed -> {
          byte[] damaged = Mutations.mutate(seed, Releases.manifest(seed).encode());

          try {
            var decoded = Manifest.decode(damaged);
            assertThat(Manifest.decode(decoded.encode())).isEqualTo(decoded);
          } catch (MalformedJsonException e) {
            assertThat(e).hasMessageContaining("expected");
          }
        });
  }

  record Refused(String name, String from, String to, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Refused> refused() {
    return List.of(
        new Refused("other type", "\"manifest\"", "\"rings\"", "type: expected \"manifest\""),
        new Refused("later format", "\"formatVersion\":1", "\"formatVersion\":2", "formatVersion"),
        new Refused("unknown member", "\"counter\"", "\"extra\":1,\"counter\"", "extra"),
        new Refused("counter of zero", "\"counter\":7", "\"counter\":0", "counter"),
        new Refused("counter of 13 digits", ":7,", ":1000000000000,", "counter"),
        new Refused(
            "floor above the counter", "\"rollbackFloor\":6", "\"rollbackFloor\":8", "from 0 to 7"),
        new Refused("traversal in the version", "1.2.0", "1..0", "version: expected a version"),
        new Refused("upper case product", "gateway\",\"roll", "Gateway\",\"roll", "product"),
        new Refused("empty artifact", "\"lengthBytes\":3", "\"lengthBytes\":0", "lengthBytes"),
        new Refused("unknown installer", "\"file\"", "\"magic\"", "artifacts[0].installer"),
        new Refused(
            "document of more than 1 MiB",
            "\"installer\":\"file\",\"lengthBytes\":3",
            "\"installer\":\"config\",\"lengthBytes\":1048577",
            "artifacts[0].lengthBytes"),
        new Refused("traversal in a name", "gateway.jar", "../x", "artifacts[0].name"),
        new Refused("the manifest's own name", "gateway.jar", "release.json", "artifacts[0].name"),
        new Refused("bad hardware", "rpi4", "rpi 4", "hardware"),
        new Refused("duplicate hardware", "\"rpi4\"", "\"rpi4\",\"rpi4\"", "a duplicate"),
        new Refused("digest in upper case", DIGEST.hex(), "A".repeat(64), "artifacts[0].digest"),
        new Refused("duplicate member", "\"counter\":7", "\"counter\":7,\"counter\":8", "counter"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void givenManifestWithOneMistake_whenDecoded_thenNamesIt(Refused refused) {
    String text = new String(MANIFEST.encode(), StandardCharsets.UTF_8);
    assertThat(text).contains(refused.from());
    byte[] document = text.replace(refused.from(), refused.to()).getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Manifest.decode(document))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining(refused.message());
  }

  @Test
  void givenNoArtifactsOrTwoOfOneName_whenBuiltOrDecoded_thenRefuses() {
    String text = new String(MANIFEST.encode(), StandardCharsets.UTF_8);
    byte[] none = text.replaceFirst("\\[\\{.*}]", "[]").getBytes(StandardCharsets.UTF_8);
    byte[] twice = text.replaceFirst("\\[(\\{.*})]", "[$1,$1]").getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> new Manifest(ID, 1, 0, List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Manifest(ID, 1, 0, List.of(), List.of(ARTIFACT, ARTIFACT)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Manifest.decode(none)).hasMessageContaining("1 to 1000 artifacts");
    assertThatThrownBy(() -> Manifest.decode(twice)).hasMessageContaining("a duplicate");
  }
}
