package dev.sluice.tuf.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.GeneratedMetadata;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.Snapshot;
import dev.sluice.tuf.trust.TrustLimits;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of the snapshot role.
class SnapshotFuzzTest {
  private static final TrustLimits LIMITS = TrustLimits.DEFAULT;

  static Stream<byte[]> files() {
    return RoleFiles.of(GeneratedMetadata::snapshot);
  }

  @MethodSource("files")
  @FuzzTest
  void givenAnyFile_whenReadAsSnapshot_thenIsRefusedOrComesBackAsItWasSigned(byte[] file)
      throws MalformedJsonException {
    var snapshot = RoleFiles.requireSound(file, LIMITS.maxSnapshotBytes(), Snapshot::decode);
    assertThat(snapshot.flatMap(known -> known.find(Roles.TARGETS))).isNotNull();
  }
}
