package dev.sluice.repository.role;

import dev.sluice.release.ProductName;
import dev.sluice.repository.RoleSigner;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.key.PublicKey;
import dev.sluice.tuf.metadata.DelegatedRole;
import dev.sluice.tuf.metadata.Delegations;
import dev.sluice.tuf.metadata.PathSelection;
import dev.sluice.tuf.metadata.RoleKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The three roles of a product, and the delegations that make them.
public final class ProductRoles {
  static final String PRODUCT = "product.";
  static final String DELTAS = "deltas.";
  static final String RINGS = "rings.";

  private ProductRoles() {}

  /// Vouches for releases.
  public static String product(ProductName product) {
    return PRODUCT + product;
  }

  /// Vouches for delta descriptors.
  public static String deltas(ProductName product) {
    return DELTAS + product;
  }

  /// Vouches for the rings document.
  public static String rings(ProductName product) {
    return RINGS + product;
  }

  /// The roles of a product, the one that vouches for releases first.
  public static List<String> allOf(ProductName product) {
    return List.of(product(product), deltas(product), rings(product));
  }

  /// The delegations with those of one more product; its keys are made if they are not there.
  public static Delegations with(Delegations delegations, ProductName product, RoleSigner signer)
      throws IOException {
    Map<String, PublicKey> publicKeys = new LinkedHashMap<>(delegations.keys());
    List<DelegatedRole> roles = new ArrayList<>(delegations.roles());
    for (String role : allOf(product)) {
      List<String> keyIds = new ArrayList<>();
      for (PublicKey key : signer.ensureKeys(role)) {
        publicKeys.put(key.keyId(), key);
        keyIds.add(key.keyId());
      }
      roles.add(
          new DelegatedRole(
              role,
              new RoleKeys(keyIds, keyIds.size()),
              true,
              new PathSelection.Patterns(List.of(patternOf(role, product))),
              JsonObject.empty()));
    }
    return new Delegations(publicKeys, roles, delegations.unrecognized());
  }

  private static String patternOf(String role, ProductName product) {
    if (role.startsWith(RINGS)) {
      return "rings/" + product + "/*";
    }
    return (role.startsWith(DELTAS) ? "deltas/" : "products/") + product + "/*/*";
  }
}
