package dev.sluice.signer;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.repository.role.Lifetimes;
import java.time.Duration;

/// How long documents of each role live, as the configuration says it.
///
/// @param root offline; also the time by which somebody must have looked at it
/// @param targets offline
/// @param product offline: builds are signed by people
/// @param deltas online
/// @param rings online
/// @param snapshot online
/// @param timestamp online; how long a device may be kept in the past at most
public record LifetimesConfig(
    @Describe(
            "life of the root, renewed once a quarter is left if its key is here, else by a person")
        @Default("365d")
        Duration root,
    @Describe("life of the targets role, renewed as the root") @Default("180d") Duration targets,
    @Describe("life of product roles, renewed as the root, and by each release") @Default("365d")
        Duration product,
    @Describe("life of deltas roles") @Default("7d") Duration deltas,
    @Describe("life of rings roles") @Default("7d") Duration rings,
    @Describe("life of the snapshot") @Default("7d") Duration snapshot,
    @Describe("life of the timestamp: how long a device may be kept in the past at most")
        @Default("24h")
        Duration timestamp) {
  /// Those of [Lifetimes#DEFAULT].
  public static final LifetimesConfig DEFAULT = of(Lifetimes.DEFAULT);

  /// Checks what [Lifetimes] checks.
  public LifetimesConfig {
    var _ = new Lifetimes(root, targets, product, deltas, rings, snapshot, timestamp);
  }

  private static LifetimesConfig of(Lifetimes lifetimes) {
    return new LifetimesConfig(
        lifetimes.root(),
        lifetimes.targets(),
        lifetimes.product(),
        lifetimes.deltas(),
        lifetimes.rings(),
        lifetimes.snapshot(),
        lifetimes.timestamp());
  }

  /// What they mean.
  public Lifetimes toLifetimes() {
    return new Lifetimes(root, targets, product, deltas, rings, snapshot, timestamp);
  }
}
