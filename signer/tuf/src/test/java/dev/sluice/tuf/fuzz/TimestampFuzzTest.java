package dev.sluice.tuf.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.GeneratedMetadata;
import dev.sluice.tuf.metadata.Timestamp;
import dev.sluice.tuf.trust.TrustLimits;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of the timestamp role.
class TimestampFuzzTest {
  private static final TrustLimits LIMITS = TrustLimits.DEFAULT;

  static Stream<byte[]> files() {
    return RoleFiles.of(GeneratedMetadata::timestamp);
  }

  @MethodSource("files")
  @FuzzTest
  void givenAnyFile_whenReadAsTimestamp_thenIsRefusedOrComesBackAsItWasSigned(byte[] file)
      throws MalformedJsonException {
    var timestamp = RoleFiles.requireSound(file, LIMITS.maxTimestampBytes(), Timestamp::decode);
    assertThat(timestamp.flatMap(Timestamp::findSigningTime)).isNotNull();
  }
}
