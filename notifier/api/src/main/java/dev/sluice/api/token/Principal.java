package dev.sluice.api.token;

import dev.sluice.events.principal.Role;
import dev.sluice.release.ProductName;
import java.util.Collections;
import java.util.Set;

/// Who calls.
///
/// @param name under which everything that is ordered is logged
/// @param roles what the caller may do
/// @param products to whose releases and rollouts a publisher's and an operator's orders are
///     limited; empty
///     does not limit an operator and allows a publisher nothing
public record Principal(String name, Set<Role> roles, Set<ProductName> products) {
  /// What the names of the notifier's own instances begin with; no person's token may.
  public static final String INSTANCE_PREFIX = "instance@";

  /// Copies.
  public Principal {
    roles = Set.copyOf(roles);
    products = Set.copyOf(products);
  }

  /// Whether it is an instance of the notifier that asks another one.
  public boolean isInstance() {
    return name.startsWith(INSTANCE_PREFIX);
  }

  /// Whether one of the roles is held; an admin holds all.
  public boolean holdsOne(Set<Role> wanted) {
    return roles.contains(Role.ADMIN) || !Collections.disjoint(roles, wanted);
  }

  /// Whether orders about this product are within the token.
  public boolean mayChange(ProductName product) {
    if (roles.contains(Role.ADMIN) || products.contains(product)) {
      return true;
    }
    return products.isEmpty() && !roles.contains(Role.PUBLISHER);
  }
}
