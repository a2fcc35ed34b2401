package dev.sluice.signer.repository;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.tuf.metadata.Roles;
import java.time.Duration;
import java.time.Instant;

/// How long documents of each role live.
///
/// @param root offline; also the time by which somebody must have looked at it
/// @param targets offline
/// @param product offline: builds are signed by people
/// @param deltas online
/// @param rings online
/// @param snapshot online
/// @param timestamp online; how long a device may be kept in the past at most
public record Lifetimes(
    @Describe("life of the root, renewed by a person") @Default("365d") Duration root,
    @Describe("life of the targets role, renewed by a person") @Default("180d") Duration targets,
    @Describe("life of product roles, renewed by a person or by the next release") @Default("365d")
        Duration product,
    @Describe("life of deltas roles") @Default("7d") Duration deltas,
    @Describe("life of rings roles") @Default("7d") Duration rings,
    @Describe("life of the snapshot") @Default("7d") Duration snapshot,
    @Describe("life of the timestamp: how long a device may be kept in the past at most")
        @Default("24h")
        Duration timestamp) {
  /// Metadata has whole seconds, and a quarter of a life must be longer than a check for renewal
  /// takes.
  public static final Duration SHORTEST = Duration.ofSeconds(10);

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

  /// Whether the role's keys are always at hand, so that it is renewed without anybody.
  public static boolean isOnline(String role) {
    return role.equals(Roles.SNAPSHOT)
        || role.equals(Roles.TIMESTAMP)
        || role.startsWith(ProductRoles.DELTAS)
        || role.startsWith(ProductRoles.RINGS);
  }

  /// Whether a quarter of a document's life or more has passed.
  public boolean isDueForRenewal(String role, Instant expires, Instant now) {
    Duration left = Duration.between(now, expires);
    return left.compareTo(of(role).multipliedBy(3).dividedBy(4)) <= 0;
  }

  private Duration ofDelegated(String role) {
    if (role.startsWith(ProductRoles.DELTAS)) {
      return deltas;
    }
    return role.startsWith(ProductRoles.RINGS) ? rings : product;
  }
}
