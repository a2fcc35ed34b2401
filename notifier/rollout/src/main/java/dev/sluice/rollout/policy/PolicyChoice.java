package dev.sluice.rollout.policy;

import dev.sluice.release.ProductName;
import java.util.Optional;

/// Under which policy a release starts.
///
/// | the release names | the product's own policy | it starts under |
/// |---|---|---|
/// | no version (0) | there | the product's own |
/// | no version (0) | absent | the standard one: that of product `default`, or the built-in one |
/// | a version | at least that version | the product's own |
/// | a version | older or absent | it waits |
///
/// A named version is always one of the product's own policy. A later one is as good: whoever
/// applied it has seen the earlier, and only the latest is kept. "Start: manual" of the release
/// makes every policy a manual one.
public sealed interface PolicyChoice {
  /// The product whose policy holds for all that have none of their own.
  ProductName STANDARD = new ProductName("default");

  /// It starts, or waits for a person, under this policy.
  record Found(RolloutPolicy policy) implements PolicyChoice {}

  /// The policy that it names was not seen yet.
  ///
  /// @param reason for people
  record NotYet(String reason) implements PolicyChoice {}

  /// Chooses for one release.
  ///
  /// @param own the product's own policy as known now
  /// @param standard the policy of product [#STANDARD] as known now
  /// @param named the version that the release names; 0 for none
  /// @param manual whether the release says that a person starts it
  static PolicyChoice choose(
      Optional<VersionedPolicy> own,
      Optional<VersionedPolicy> standard,
      long named,
      boolean manual) {
    if (named > 0 && own.map(VersionedPolicy::version).orElse(0L) < named) {
      return new NotYet(
          own.map(
                  policy ->
                      "policy version %d was not applied yet, the latest is %d"
                          .formatted(named, policy.version()))
              .orElse("policy version " + named + " was not applied yet, nor any other"));
    }
    RolloutPolicy policy =
        own.or(() -> standard).map(VersionedPolicy::policy).orElseGet(RolloutPolicy::defaults);
    return new Found(manual ? policy.startedByHand() : policy);
  }
}
