package dev.sluice.diff.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.diff.PatchSummary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// The patch reader: any bytes are applied, or refused by name; and explained, or refused by name.
class PatchFuzzTest {
  static Stream<byte[]> patches() {
    return Inputs.patches();
  }

  @MethodSource("patches")
  @FuzzTest
  void givenAnyPatch_whenAppliedOrExplained_thenEndsInAnOutcome(byte[] patch) throws IOException {
    Applying.requireOutcome(patch);

    assertThat(PatchSummary.read(new ByteArrayInputStream(patch))).isNotNull();
  }
}
