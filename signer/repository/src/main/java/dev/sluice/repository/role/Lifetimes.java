package dev.sluice.repository.role;

import dev.sluice.tuf.metadata.Roles;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/// How long documents of each role live.
///
/// @param root offline, as far as its keys are kept elsewhere
/// @param targets offline likewise
/// @param product offline likewise; each release signs it anew
/// @param deltas online
/// @param rings online
/// @param snapshot online
/// @param timestamp online; how long a device may be kept in the past at most
public record Lifetimes(
    Duration root,
    Duration targets,
    Duration product,
    Duration deltas,
    Duration rings,
    Duration snapshot,
    Duration timestamp) {
  /// Metadata has whole seconds, and a quarter of a life must be longer than a check for renewal
  /// takes.
  public static final Duration SHORTEST = Duration.ofSeconds(10);

  /// A check is cheap, and several fit between the moment of renewal and the expiry.
  private static final int CHECKS_PER_LIFE = 32;

  private static final Duration LONGEST_CHECK_INTERVAL = Duration.ofMinutes(1);

  /// Offline roles by the year, online ones by the week, the timestamp by the day.
  public static final Lifetimes DEFAULT =
      new Lifetimes(
          Duration.ofDays(365),
          Duration.ofDays(180),
          Duration.ofDays(365),
          Duration.ofDays(7),
          Duration.ofDays(7),
          Duration.ofDays(7),
          Duration.ofHours(24));

  /// Checks that no life is shorter than [#SHORTEST].
  public Lifetimes {
    require("root", root);
    require("targets", targets);
    require("product", product);
    require("deltas", deltas);
    require("rings", rings);
    require("snapshot", snapshot);
    require("timestamp", timestamp);
  }

  private static void require(String key, Duration life) {
    if (life.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "%s: expected %d s or more, got %d s"
              .formatted(key, SHORTEST.toSeconds(), life.toSeconds()));
    }
  }

  /// The life of a role's documents.
  public Duration of(String role) {
    return switch (role) {
      case Roles.ROOT -> root;
      case Roles.TARGETS -> targets;
      case Roles.SNAPSHOT -> snapshot;
      case Roles.TIMESTAMP -> timestamp;
      default -> ofDelegated(role);
    };
  }

  /// Whether the role's keys are always at hand, since devices wait for its signatures every day.
  /// Those of the others may be kept elsewhere.
  public static boolean isOnline(String role) {
    return role.equals(Roles.SNAPSHOT)
        || role.equals(Roles.TIMESTAMP)
        || role.startsWith(ProductRoles.DELTAS)
        || role.startsWith(ProductRoles.RINGS);
  }

  /// Whether a document is to be signed again: an online role once a quarter of its life has
  /// passed, since a device may be away for the rest, an offline one once a quarter is left.
  public boolean isDueForRenewal(String role, Instant expires, Instant now) {
    Duration left = Duration.between(now, expires);
    return left.compareTo(of(role).multipliedBy(isOnline(role) ? 3 : 1).dividedBy(4)) <= 0;
  }

  /// How often to look whether a role is due.
  public Duration checkInterval() {
    Duration shortest =
        Stream.of(timestamp, snapshot, deltas, rings).min(Duration::compareTo).orElseThrow();
    Duration interval = shortest.dividedBy(CHECKS_PER_LIFE);
    return interval.compareTo(LONGEST_CHECK_INTERVAL) > 0 ? LONGEST_CHECK_INTERVAL : interval;
  }

  private Duration ofDelegated(String role) {
    if (role.startsWith(ProductRoles.DELTAS)) {
      return deltas;
    }
    return role.startsWith(ProductRoles.RINGS) ? rings : product;
  }
}
