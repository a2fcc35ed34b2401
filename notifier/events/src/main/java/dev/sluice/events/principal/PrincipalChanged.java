package dev.sluice.events.principal;

import dev.sluice.events.field.Fields;
import dev.sluice.release.Members;
import dev.sluice.release.NameSyntax;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Somebody got a token for the API, or lost it.
///
/// @param principal who: a name as [#NAME_SYNTAX] says
/// @param tokenSha256 SHA-256 of the token's UTF-8; the token itself is known to its holder only
/// @param roles what they may do; one at least
/// @param products which products a [Role#PUBLISHER] may publish, at most 1,000; empty gives none
/// @param expires from when the token is refused; empty if never
/// @param revoked whether the token is refused already
/// @param by who changed it
public record PrincipalChanged(
    String principal,
    Digest tokenSha256,
    Set<Role> roles,
    Set<ProductName> products,
    Optional<Instant> expires,
    boolean revoked,
    String by)
    implements PrincipalEvent {
  /// What a name may be, for messages.
  public static final String NAME_SYNTAX =
      "a name (1 to 64 of A-Z, a-z, 0-9, '.', '_', '@' and '-', starting with a letter or digit)";

  /// The CloudEvents type.
  public static final String TYPE = "principal.changed";

  private static final NameSyntax NAMES = NameSyntax.ofLetters("._@-", 64);

  /// Checks the name, the number of roles and products, and the texts.
  public PrincipalChanged {
    roles = Set.copyOf(roles);
    products = Set.copyOf(products);
    Fields.require(isName(principal), "expected " + NAME_SYNTAX + ", got " + principal);
    Fields.require(!roles.isEmpty(), "a principal must have a role");
    Fields.require(products.size() <= Fields.MAX_ELEMENTS, "too many products");
    expires.ifPresent(Fields::requireTime);
    Fields.requireText(by);
  }

  /// Whether a principal may have this name.
  public static boolean isName(String text) {
    return NAMES.matches(text);
  }

  @Override
  public String key() {
    return principal;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public JsonObject toData() {
    var data =
        JsonObject.builder()
            .put("principal", principal)
            .put("tokenSha256", tokenSha256)
            .put(
                "roles",
                JsonArray.ofStrings(EnumSet.copyOf(roles).stream().map(Fields::word).toList()))
            .put(
                "products",
                JsonArray.ofStrings(products.stream().map(ProductName::value).sorted().toList()));
    expires.ifPresent(time -> data.put("expires", time));
    return data.put("revoked", revoked).put("by", by).build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static PrincipalChanged fromData(JsonObject data) throws MalformedJsonException {
    List<Role> roles = Fields.constants(data, "roles", Role.class);
    if (roles.isEmpty()) {
      throw data.malformed("roles", "one role or more");
    }
    List<ProductName> products =
        Members.requireDistinct(
            data,
            "products",
            ProductName.SYNTAX,
            Fields.MAX_ELEMENTS,
            ProductName::isValid,
            ProductName::new);
    return new PrincipalChanged(
        Members.require(
            data, "principal", NAME_SYNTAX, PrincipalChanged::isName, principal -> principal),
        data.requireDigest("tokenSha256"),
        Set.copyOf(roles),
        Set.copyOf(products),
        Fields.findTime(data, "expires"),
        data.requireBoolean("revoked"),
        Fields.text(data, "by"));
  }
}
