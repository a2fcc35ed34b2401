package dev.sluice.repository.change;

import dev.sluice.repository.role.Lifetimes;
import dev.sluice.repository.state.Repository;
import dev.sluice.tuf.metadata.RoleMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Which documents of online roles need to be signed again.
///
/// @param changes those of which a quarter of the life has passed
public record Renewals(Changes changes) implements Proposal {
  /// What is due in a repository at `now`.
  public static Renewals of(Repository repository, Lifetimes lifetimes, Instant now) {
    var changes = new Changes();
    due(repository, lifetimes, now).forEach(changes::renew);
    return new Renewals(changes);
  }

  /// The roles of which that is.
  public static List<String> due(Repository repository, Lifetimes lifetimes, Instant now) {
    List<String> due = new ArrayList<>();
    for (Map.Entry<String, RoleMetadata> entry : repository.documents().entrySet()) {
      String role = entry.getKey();
      if (Lifetimes.isOnline(role)
          && lifetimes.isDueForRenewal(role, entry.getValue().expires(), now)) {
        due.add(role);
      }
    }
    return due;
  }
}
