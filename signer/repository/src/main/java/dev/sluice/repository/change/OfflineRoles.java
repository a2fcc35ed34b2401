package dev.sluice.repository.change;

import dev.sluice.repository.role.Lifetimes;
import dev.sluice.repository.state.RoleStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What becomes of the roles whose keys may be kept away from the signer.
///
/// @param due roles of which keys enough are at hand after all, and three quarters of the life have
///     passed: they are signed again without anybody
/// @param alarms roles that expire soon and cannot be signed here
public record OfflineRoles(List<String> due, List<Alarm> alarms) {
  private static final Duration WARNING = Duration.ofDays(30);
  private static final Duration URGENT = Duration.ofDays(7);

  /// A role that a person must sign again.
  ///
  /// @param role which role
  /// @param expires when its document expires
  /// @param isUrgent whether that is within 7 days, rather than 30
  public record Alarm(String role, Instant expires, boolean isUrgent) {}

  /// Copies the lists.
  public OfflineRoles {
    due = List.copyOf(due);
    alarms = List.copyOf(alarms);
  }

  /// What is due at `now`.
  public static OfflineRoles of(List<RoleStatus> statuses, Lifetimes lifetimes, Instant now) {
    List<String> due = new ArrayList<>();
    List<Alarm> alarms = new ArrayList<>();
    for (RoleStatus status : statuses) {
      Instant expires = status.expires();
      if (Lifetimes.isOnline(status.role())) {
        continue;
      }
      if (status.canSignHere() && lifetimes.isDueForRenewal(status.role(), expires, now)) {
        due.add(status.role());
      } else if (!status.canSignHere() && expires.isBefore(now.plus(WARNING))) {
        alarms.add(alarm(status, now));
      }
    }
    return new OfflineRoles(due, alarms);
  }

  private static Alarm alarm(RoleStatus status, Instant now) {
    return new Alarm(status.role(), status.expires(), status.expires().isBefore(now.plus(URGENT)));
  }
}
