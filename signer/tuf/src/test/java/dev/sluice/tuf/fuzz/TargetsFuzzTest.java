package dev.sluice.tuf.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.GeneratedMetadata;
import dev.sluice.tuf.metadata.Targets;
import dev.sluice.tuf.trust.TrustLimits;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of the targets role.
class TargetsFuzzTest {
  private static final TrustLimits LIMITS = TrustLimits.DEFAULT;
  private static final String PATH = "products/gateway/1.0/release.json";

  static Stream<byte[]> files() {
    return RoleFiles.of(GeneratedMetadata::targets);
  }

  @MethodSource("files")
  @FuzzTest
  void givenAnyFile_whenReadAsTargets_thenIsRefusedOrComesBackAsItWasSigned(byte[] file)
      throws MalformedJsonException {
    var targets = RoleFiles.requireSound(file, LIMITS.maxTargetsBytes(), Targets::decode);
    if (targets.isPresent()) {
      var delegations = targets.get().delegations();
      for (var role : delegations.roles()) {
        assertThat(role.findRoleFor(PATH).orElse(role.name())).startsWith(role.name());
        RoleFiles.requireCounted(delegations.trusteesOf(role), file, LIMITS.maxTargetsBytes());
      }
    }
  }
}
