package dev.sluice.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Mutations;
import dev.sluice.testkit.Property;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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
        replaced(
            descriptor(new DeltaBase.None()), "\"baseLengthBytes\":0", "\"baseLengthBytes\":5");

    assertThatThrownBy(() -> DeltaDescriptor.decode(document))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("baseLengthBytes: expected 0");
  }

  @Test
  void givenChain_whenAskedForTheWhole_thenItEndsWithTheLastStepAndCostsTheSum() {
    var chain = descriptor(new DeltaBase.Existing(BASE, 5), step(4, 30), step(2, 12));

    assertThat(chain.result()).isEqualTo(RESULT);
    assertThat(chain.resultLengthBytes()).isEqualTo(12);
    assertThat(chain.patchLengthBytes()).isEqualTo(4 + 4);
    assertThat(chain.memoryBytes()).isEqualTo(1_030);
    assertThat(chain.work()).isEqualTo(Duration.ofMillis(14));
    assertThat(chain.path()).isEqualTo(DeltaDescriptor.path(PRODUCT, RESULT, BASE));
  }

  @Test
  void givenNoStepOrTooMany_whenBuilt_thenRefuses() {
    var base = new DeltaBase.Existing(BASE, 5);

    assertThatThrownBy(() -> descriptor(base, new DeltaStep[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 1 to 4 steps, got 0");
    assertThatThrownBy(
            () -> descriptor(base, step(3, 1), step(4, 1), step(5, 1), step(6, 1), step(2, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 5");
  }

  @Test
  void givenStepsThatLeadBack_whenBuilt_thenRefuses() {
    var base = new DeltaBase.Existing(BASE, 5);

    assertThatThrownBy(() -> descriptor(base, step(3, 1), step(1, 5), step(2, 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> descriptor(base, step(2, 1), step(3, 1), step(2, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenChainThatLeadsBackToItsBase_whenDecoded_thenRefuses() {
    byte[] document =
        replaced(
            descriptor(new DeltaBase.Existing(BASE, 5), step(3, 1), step(2, 1)),
            Digest.sha256(new byte[] {3}).hex(),
            BASE.hex());

    assertThatThrownBy(() -> DeltaDescriptor.decode(document))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("steps: expected each result once");
  }

  @Test
  void givenNoSteps_whenDecoded_thenRefuses() {
    String text = text(descriptor(new DeltaBase.Existing(BASE, 5)));
    int start = text.indexOf("\"steps\":[") + "\"steps\":[".length();
    String document = text.substring(0, start) + text.substring(text.lastIndexOf(']'));

    assertThatThrownBy(() -> DeltaDescriptor.decode(document.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("steps: expected 1 to 4 steps, got 0");
  }

  @Test
  void givenStepOutOfRangeOrWithUnknownMember_whenDecoded_thenRefusesWithItsPlace() {
    var descriptor = descriptor(new DeltaBase.Existing(BASE, 5));

    assertThatThrownBy(
            () ->
                DeltaDescriptor.decode(
                    replaced(descriptor, "\"patchLengthBytes\":4", "\"patchLengthBytes\":0")))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("steps[0].patchLengthBytes");
    assertThatThrownBy(
            () ->
                DeltaDescriptor.decode(
                    replaced(descriptor, "\"memoryBytes\"", "\"more\":1,\"memoryBytes\"")))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("steps[0]");
  }

  @Test
  void givenDescriptorOfTheFirstFormat_whenDecoded_thenItsWorkIsNotSaid() throws Exception {
    var descriptor = descriptor(new DeltaBase.Existing(BASE, 5));
    String first =
        text(descriptor)
            .replace("\"formatVersion\":2", "\"formatVersion\":1")
            .replace(",\"workMillis\":7", "");

    var decoded = DeltaDescriptor.decode(first.getBytes(StandardCharsets.UTF_8));

    assertThat(decoded.work()).isZero();
    assertThat(decoded.path()).isEqualTo(descriptor.path());
    assertThat(decoded.patchLengthBytes()).isEqualTo(descriptor.patchLengthBytes());
  }

  @Test
  void givenFirstFormatThatSaysItsWork_orLaterFormat_whenDecoded_thenRefuses() {
    var descriptor = descriptor(new DeltaBase.Existing(BASE, 5));

    assertThatThrownBy(
            () -> DeltaDescriptor.decode(replaced(descriptor, "Version\":2", "Version\":1")))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("workMillis");
    assertThatThrownBy(
            () -> DeltaDescriptor.decode(replaced(descriptor, "Version\":2", "Version\":3")))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("formatVersion");
  }

  @Test
  void givenWorkOutOfRange_whenDecodedOrBuilt_thenRefuses() {
    var descriptor = descriptor(new DeltaBase.Existing(BASE, 5));

    assertThatThrownBy(
            () ->
                DeltaDescriptor.decode(
                    replaced(descriptor, "\"workMillis\":7", "\"workMillis\":-7")))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("steps[0].workMillis");
    assertThatThrownBy(() -> new DeltaStep(PATCH, 4, RESULT, 1, 1, 0, Duration.ofNanos(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("work out of range");
  }

  private static DeltaDescriptor descriptor(DeltaBase base) {
    return descriptor(base, step(2, 10));
  }

  private static DeltaDescriptor descriptor(DeltaBase base, DeltaStep... steps) {
    return new DeltaDescriptor(PRODUCT, base, List.of(steps));
  }

  private static DeltaStep step(int result, long resultLengthBytes) {
    return new DeltaStep(
        PATCH,
        4,
        Digest.sha256(new byte[] {(byte) result}),
        resultLengthBytes,
        1_000 + resultLengthBytes,
        0,
        Duration.ofMillis(7));
  }

  private static byte[] replaced(DeltaDescriptor descriptor, String old, String replacement) {
    return text(descriptor).replace(old, replacement).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(DeltaDescriptor descriptor) {
    return new String(descriptor.encode(), StandardCharsets.UTF_8);
  }
}
