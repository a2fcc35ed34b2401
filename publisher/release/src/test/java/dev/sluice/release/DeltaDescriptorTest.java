package dev.sluice.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Mutations;
import dev.sluice.testkit.Property;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DeltaDescriptorTest {
  private static final ProductName PRODUCT = new ProductName("gateway");
  private static final Digest BASE = Digest.sha256(new byte[] {1});
  private static final Digest RESULT = Digest.sha256(new byte[] {2});
  private static final Digest PATCH = Digest.sha256(new byte[] {3});

  @Test
  void givenBaseOrNone_whenAskedForThePath_thenItNamesResultAndBase() {
    var existing = descriptor(new DeltaBase.Existing(BASE, 5));
    var none = descriptor(new DeltaBase.None());

    assertThat(existing.path())
        .isEqualTo("deltas/gateway/" + RESULT.hex() + "/" + BASE.hex() + ".json")
        .isEqualTo(DeltaDescriptor.path(PRODUCT, RESULT, BASE));
    assertThat(none.path()).isEqualTo("deltas/gateway/" + RESULT.hex() + "/none.json");
  }

  @Test
  void givenAnyDescriptor_whenDecoded_thenIsTheSameAndItsBytesAreStable() {
    Property.check(
        "descriptor encode and decode agree",
        300,
        seed -> {
          var descriptor = Releases.descriptor(seed);

          byte[] encoded = descriptor.encode();
          var decoded = DeltaDescriptor.decode(encoded);

          assertThat(decoded).isEqualTo(descriptor);
          assertThat(decoded.encode()).isEqualTo(encoded);
          assertThat(encoded.length).isLessThan((int) DeltaDescriptor.MAX_LENGTH_BYTES);
        });
  }

  @Test
  void givenDamagedDescriptor_whenDecoded_thenOnlyTheDocumentedRefusalComesOut() {
    Property.check(
        "damaged descriptors are refused as documented",
        3_000,
        seed -> {
          byte[] damaged = Mutations.mutate(seed, Releases.descriptor(seed).encode());

          try {
            var decoded = DeltaDescriptor.decode(damaged);
            assertThat(DeltaDescriptor.decode(decoded.encode())).isEqualTo(decoded);
          } catch (MalformedJsonException e) {
            assertThat(e).hasMessageContaining("expected");
          }
        });
  }

  @Test
  void givenNoBaseWithALength_whenDecoded_thenRefuses() {
    byte[] document =
        new String(descriptor(new DeltaBase.None()).encode(), StandardCharsets.UTF_8)
            .replace("\"baseLengthBytes\":0", "\"baseLengthBytes\":5")
            .getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> DeltaDescriptor.decode(document))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("baseLengthBytes: expected 0");
  }

  private static DeltaDescriptor descriptor(DeltaBase base) {
    return new DeltaDescriptor(PRODUCT, base, RESULT, 10, PATCH, 4, 1_000, 0);
  }
}
