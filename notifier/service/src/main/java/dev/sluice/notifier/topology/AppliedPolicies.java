package dev.sluice.notifier.topology;

import dev.sluice.events.policy.PolicyApplied;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.StartRequest;
import dev.sluice.notifier.policy.PolicyDocument;
import dev.sluice.program.exit.InvalidConfigException;
import dev.sluice.release.ProductName;
import dev.sluice.rollout.policy.PolicyChoice;
import dev.sluice.rollout.policy.VersionedPolicy;
import java.util.Optional;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/// The policies that [PolicyKeeper] keeps, for one processor.
final class AppliedPolicies {
  private final ReadOnlyKeyValueStore<String, byte[]> store;

  AppliedPolicies(ReadOnlyKeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  /// Under which policy a release starts.
  PolicyChoice choose(ReleaseSigned signed) {
    try {
      return PolicyChoice.choose(
          find(signed.release().product()),
          find(PolicyChoice.STANDARD),
          signed.policyVersion(),
          signed.start() == StartRequest.MANUAL);
    } catch (InvalidConfigException e) {
      // Checked before it was applied, so it was written for a newer notifier than this one.
      return new PolicyChoice.NotYet("a policy cannot be read: " + e.getMessage());
    }
  }

  private Optional<VersionedPolicy> find(ProductName product) {
    return Optional.ofNullable(store.get(product.value()))
        .map(bytes -> versioned(PolicyKeeper.decode(bytes).event()));
  }

  private static VersionedPolicy versioned(PolicyApplied applied) {
    String source = "policy version %d of %s".formatted(applied.version(), applied.product());
    return new VersionedPolicy(applied.version(), PolicyDocument.read(source, applied.document()));
  }
}
