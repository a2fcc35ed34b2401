package dev.sluice.notifier.topology;

import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ProductName;
import java.util.Locale;

/// The keys of rollouts in state stores: in the order of bytes they are in that of products,
/// counters and runs.
final class RolloutKeys {
  private RolloutKeys() {}

  static String of(RolloutId rollout) {
    String first =
        prefix(rollout.product()) + String.format(Locale.ROOT, "%012d", rollout.counter());
    return rollout.run() == 1 ? first : first + String.format(Locale.ROOT, ".%06d", rollout.run());
  }

  /// What the keys of a product begin with.
  static String prefix(ProductName product) {
    return product.value() + "/";
  }
}
