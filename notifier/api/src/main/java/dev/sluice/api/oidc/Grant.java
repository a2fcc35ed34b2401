package dev.sluice.api.oidc;

import dev.sluice.events.principal.Role;
import dev.sluice.program.config.Describe;
import dev.sluice.release.ProductName;
import java.util.List;

/// What one value of the roles claim allows.
///
/// @param value as the provider says it: a group, a role
/// @param products required for a publisher; limits an operator and an approver if there are some
public record Grant(
    @Describe("a value of the claim, such as the name of a group") String value,
    @Describe("what it allows") Role role,
    @Describe("the products of a publisher; limits an operator or approver to them")
        List<ProductName> products) {
  /// Checks that a publisher has products, and copies.
  public Grant {
    products = List.copyOf(products);
    if (role == Role.PUBLISHER && products.isEmpty()) {
      throw new IllegalArgumentException(
          "products: expected those that '%s' may publish, got none".formatted(value));
    }
  }
}
