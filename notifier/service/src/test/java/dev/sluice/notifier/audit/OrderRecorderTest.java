package dev.sluice.notifier.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.OrderRecorded;
import dev.sluice.events.PrincipalChanged;
import dev.sluice.events.Role;
import dev.sluice.tuf.digest.Digest;
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
