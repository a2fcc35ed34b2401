package dev.sluice.tuf.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.GeneratedMetadata;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.Root;
import dev.sluice.tuf.trust.TrustLimits;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of the root role.
class RootFuzzTest {
  private static final TrustLimits LIMITS = TrustLimits.DEFAULT;

  static Stream<byte[]> files() {
    return RoleFiles.of(GeneratedMetadata::root);
  }

  @MethodSource("files")
  @FuzzTest
  void givenAnyFile_whenReadAsRoot_thenIsRefusedOrComesBackAsItWasSigned(byte[] file)
      throws MalformedJsonException {
    var root = RoleFiles.requireSound(file, LIMITS.maxRootBytes(), Root::decode);
    if (root.isPresent()) {
      for (String role : Roles.TOP_LEVEL) {
        RoleFiles.requireCounted(root.get().trusteesOf(role), file, LIMITS.maxRootBytes());
      }
    }
  }
}
