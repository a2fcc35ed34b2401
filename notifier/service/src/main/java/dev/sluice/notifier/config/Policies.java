package dev.sluice.notifier.config;

import dev.sluice.release.ProductName;
import dev.sluice.rollout.policy.RolloutPolicy;
import java.util.Map;

/// The rollout policy of every product.
///
/// @param standard for products without one of their own
/// @param products by product
public record Policies(RolloutPolicy standard, Map<ProductName, RolloutPolicy> products) {
  /// Copies.
  public Policies {
    products = Map.copyOf(products);
  }

  /// The same policy for every product.
  public static Policies all(RolloutPolicy policy) {
    return new Policies(policy, Map.of());
  }

  /// The policy of a product.
  public RolloutPolicy of(ProductName product) {
    return products.getOrDefault(product, standard);
  }
}
