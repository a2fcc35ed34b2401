package dev.sluice.notifier.policy;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.config.Documents;
import dev.sluice.program.exit.InvalidConfigException;
import dev.sluice.release.Version;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.rollout.policy.StartMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A rollout policy as people write it in YAML, by the rules of every configuration.
///
/// ```yaml
/// start: automatic              # or manual
/// on-failure: pause             # or halt
/// delta-wait: 10m
/// floor-releases: ["1.4.0"]     # devices below pass through these on their way forward
/// rings:
///   - name: canary
///     selector: {tag: canary}   # or everyone: true, attribute: {name: …, value: …},
///     waves: [100%]             # percentage: {salt: …, share: 10%}, devices: [a, b],
///                               # where: "site = 'berlin' AND ram >= 512"
///     soak: 15m
///     pull-window: 1m           # devices of a wave spread their start over it
///     pace: {devices-per-minute: 500, growth: 2, up-to: 20000}
///     maintenance:              # in the device's own time zone
///       - {days: mon-fri, from: "01:00", to: "05:00"}
///     force-after: 72h
///     gate: {failed: 2%, confidence: 90%}
/// ```
public record PolicyDocument(
    @Describe("what starts a rollout") @Default("automatic") StartMode start,
    @Describe("what happens when a gate stops it") @Default("pause") FailureAction onFailure,
    @Describe("how long the first wave waits for patches") @Default("10m") Duration deltaWait,
    @Describe(
            "versions of the product that devices below them must pass through on their way forward; none without it")
        List<Version> floorReleases,
    @Describe("in the order in which they take a release; the standard three without it")
        Optional<List<RingDocument>> rings) {
  /// Checks the policy as a whole.
  public PolicyDocument {
    var _ = policy(start, onFailure, deltaWait, floorReleases, rings);
  }

  /// Reads a document.
  ///
  /// @param source its name, for messages
  /// @throws InvalidConfigException with every mistake
  public static RolloutPolicy read(String source, String yaml) {
    return Documents.read(source, yaml, PolicyDocument.class).toPolicy();
  }

  /// Everything that is wrong with a document; empty if it can be applied.
  public static List<String> mistakes(String yaml) {
    try {
      var _ = read("policy", yaml);
      return List.of();
    } catch (InvalidConfigException e) {
      return e.mistakes();
    }
  }

  /// What it says.
  public RolloutPolicy toPolicy() {
    return policy(start, onFailure, deltaWait, floorReleases, rings);
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // the record's own components
  private static RolloutPolicy policy(
      StartMode start,
      FailureAction onFailure,
      Duration deltaWait,
      List<Version> floorReleases,
      Optional<List<RingDocument>> rings) {
    return new RolloutPolicy(
        rings
            .map(list -> list.stream().map(RingDocument::toRing).toList())
            .orElseGet(() -> RolloutPolicy.defaults().rings()),
        deltaWait,
        start,
        onFailure,
        floorReleases);
  }
}
