package dev.sluice.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Descriptors of patches, which an online key signs.
class DeltaDescriptorFuzzTest {
  static Stream<byte[]> documents() {
    return LongStream.range(0, 6).mapToObj(seed -> Releases.descriptor(new Seeded(seed)).encode());
  }

  @MethodSource("documents")
  @FuzzTest
  void givenAnyBytes_whenRead_thenAreRefusedOrComeBackCanonical(byte[] document)
      throws MalformedJsonException {
    DeltaDescriptor descriptor;
    try {
      descriptor = DeltaDescriptor.decode(document);
    } catch (MalformedJsonException e) {
      assertThat(e.getMessage()).contains(": expected ").hasSizeLessThan(4_000);
      return;
    }
    assertThat(DeltaDescriptor.decode(descriptor.encode())).isEqualTo(descriptor);
    assertThat(DeltaDescriptor.isWay(descriptor.base(), descriptor.steps())).isTrue();
    assertThat(descriptor.patchLengthBytes()).isNotNegative();
    assertThat(descriptor.memoryBytes()).isNotNegative();
  }
}
