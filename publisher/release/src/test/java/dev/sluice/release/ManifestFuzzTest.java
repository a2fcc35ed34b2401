package dev.sluice.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Manifests: whatever the bytes, a device refuses them as malformed or knows what they say.
class ManifestFuzzTest {
  static Stream<byte[]> documents() {
    return LongStream.range(0, 6)
        .mapToObj(seed -> Releases.manifest(new Seeded(seed, 20)).encode());
  }

  @MethodSource("documents")
  @FuzzTest
  void givenAnyBytes_whenRead_thenAreRefusedOrComeBackCanonical(byte[] document)
      throws MalformedJsonException {
    Manifest manifest;
    try {
      manifest = Manifest.decode(document);
    } catch (MalformedJsonException e) {
      assertThat(e.getMessage()).contains(": expected ").hasSizeLessThan(4_000);
      return;
    }
    assertThat(Manifest.decode(manifest.encode())).isEqualTo(manifest);
    assertThat(manifest.path()).startsWith("products/").endsWith("/release.json");
    assertThat(manifest.rollbackFloor()).isBetween(0L, manifest.counter());
  }
}
