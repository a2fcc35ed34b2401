package dev.sluice.repository.change;

import dev.sluice.repository.role.Lifetimes;
import dev.sluice.repository.state.Repository;
import dev.sluice.tuf.metadata.RoleMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Which documents need to be signed again, and which need a person to do it.
///
/// @param changes online roles of which a quarter of the life has passed
/// @param alarms offline roles that expire soon
public record Renewals(Changes changes, List<Alarm> alarms) implements Proposal {
  private static final Duration WARNING = Duration.ofDays(30);
  private static final Duration URGENT = Duration.ofDays(7);

  /// An offline role that a person must sign again.
  ///
  /// @param role which role
  /// @param expires when its document expires
  /// @param isUrgent whether that is within 7 days, rather than 30
  public record Alarm(String role, Instant expires, boolean isUrgent) {}

  /// Copies the list.
  public Renewals {
    alarms = List.copyOf(alarms);
  }

  /// What is due in a repository at `now`.
  public static Renewals of(Repository repository, Lifetimes lifetimes, Instant now) {
    var changes = new Changes();
    List<Alarm> alarms = new ArrayList<>();
    for (Map.Entry<String, RoleMetadata> entry : repository.documents().entrySet()) {
      Instant expires = entry.getValue().expires();
      if (!Lifetimes.isOnline(entry.getKey())) {
        if (expires.isBefore(now.plus(WARNING))) {
          alarms.add(new Alarm(entry.getKey(), expires, expires.isBefore(now.plus(URGENT))));
        }
      } else if (lifetimes.isDueForRenewal(entry.getKey(), expires, now)) {
        changes.renew(entry.getKey());
      }
    }
    return new Renewals(changes, alarms);
  }
}
