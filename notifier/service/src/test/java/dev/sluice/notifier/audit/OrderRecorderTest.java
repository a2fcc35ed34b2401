package dev.sluice.notifier.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.events.principal.Role;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.StartRequest;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.OrderRecorded;
import dev.sluice.release.Installer;
import dev.sluice.release.Manifest;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrderRecorderTest {
  @Test
  void givenInstanceThatRenewsItsToken_whenCopied_thenOnlyItsRevocationIsInTheLog() {
    assertThat(OrderRecorder.of(changed("instance@notifier-1.8090", false))).isEmpty();

    assertThat(OrderRecorder.of(changed("instance@notifier-1.8090", true)))
        .map(OrderRecorded::what)
        .contains("token revoked");
    assertThat(OrderRecorder.of(changed("ann", false)))
        .map(OrderRecorded::what)
        .contains("token given out: viewer");
  }

  @Test
  void givenPublishedRelease_whenCopied_thenTheLogNamesItsPublisher() {
    assertThat(OrderRecorder.of(published("ann")))
        .hasValueSatisfying(
            order -> {
              assertThat(order.what()).isEqualTo("release published");
              assertThat(order.by()).isEqualTo("ann");
              assertThat(order.rollout()).contains(RolloutId.parse("demo/3"));
            });
    assertThat(OrderRecorder.of(published(""))).as("from an earlier publisher").isEmpty();
  }

  private static ArtifactPublished published(String by) {
    var release = ReleaseId.parse("demo/1.2");
    return new ArtifactPublished(
        release,
        3,
        0,
        target(Manifest.path(release)),
        List.of(target("products/demo/1.2/demo.bin")),
        StartRequest.AS_POLICY,
        0,
        Installer.FILE,
        Collections.emptySortedSet(),
        by);
  }

  private static TargetFile target(String path) {
    return new TargetFile(path, 1, Digest.sha256(new byte[] {1}), JsonObject.empty());
  }

  private static PrincipalChanged changed(String principal, boolean revoked) {
    return new PrincipalChanged(
        principal,
        Digest.sha256(new byte[] {1}),
        Set.of(Role.VIEWER),
        Set.of(),
        Optional.empty(),
        revoked,
        "test");
  }
}
