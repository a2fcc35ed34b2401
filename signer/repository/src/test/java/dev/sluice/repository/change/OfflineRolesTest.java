package dev.sluice.repository.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.repository.change.OfflineRoles.Alarm;
import dev.sluice.repository.role.Lifetimes;
import dev.sluice.repository.state.RoleStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfflineRolesTest {
  private static final Instant SIGNED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant EXPIRES = SIGNED.plus(Lifetimes.DEFAULT.targets());

  @Test
  void givenKeyAtHand_whenAQuarterOfTheLifeIsLeft_thenItIsSignedAgainAndNobodyIsCalled() {
    assertThat(after(134, status("targets", true)))
        .isEqualTo(new OfflineRoles(List.of(), List.of()));
    assertThat(after(135, status("targets", true)))
        .isEqualTo(new OfflineRoles(List.of("targets"), List.of()));
    assertThat(after(400, status("targets", true)).due()).containsExactly("targets");
  }

  @Test
  void givenKeyElsewhere_whenItsEndComesNear_thenAPersonIsCalled30DaysAheadAndUrgently7() {
    assertThat(after(149, status("targets", false)).alarms()).isEmpty();
    assertThat(after(151, status("targets", false)))
        .isEqualTo(new OfflineRoles(List.of(), List.of(new Alarm("targets", EXPIRES, false))));
    assertThat(after(174, status("targets", false)).alarms())
        .containsExactly(new Alarm("targets", EXPIRES, true));
  }

  @Test
  void givenOnlineRole_whenItsEndComesNear_thenItIsNotOfThisKind() {
    assertThat(after(179, status("timestamp", true), status("rings.app", false)))
        .isEqualTo(new OfflineRoles(List.of(), List.of()));
  }

  private static OfflineRoles after(int days, RoleStatus... statuses) {
    return OfflineRoles.of(
        List.of(statuses), Lifetimes.DEFAULT, SIGNED.plus(Duration.ofDays(days)));
  }

  private static RoleStatus status(String role, boolean isHere) {
    return new RoleStatus(
        role, 3, EXPIRES, 1, List.of(new RoleStatus.Key("key", "ed25519", isHere)), 100);
  }
}
