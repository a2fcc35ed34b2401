package dev.sluice.api.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.sluice.api.token.Principal;
import dev.sluice.events.principal.Role;
import dev.sluice.release.ProductName;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Whom a token's claims name, and what they may do.
///
/// The name is the claim `sub`: the one that a provider never gives to somebody else and that
/// nobody changes. A mail address or a name that a person may choose could become another's, and
/// with it the past of the audit log.
///
/// @param claim with the values
record Grants(String claim, List<Grant> grants) {
  /// No token of our own has such a name.
  static final String NAME_PREFIX = "oidc:";

  /// What OpenID Connect Core, section 2, allows.
  private static final Pattern SUBJECT = Pattern.compile("[\\x20-\\x7e]{1,255}");

  private static final int MOST_SHOWN = 5;
  private static final int LONGEST_SHOWN = 40;

  OidcCheck check(JWTClaimsSet claims) {
    String subject = String.valueOf(claims.getSubject());
    if (claims.getSubject() == null || !SUBJECT.matcher(subject).matches()) {
      return new OidcCheck.Refused("expected a claim sub of up to 255 printable characters");
    }
    String name = NAME_PREFIX + subject;
    Set<String> values = values(claims.getClaims());
    Map<Role, Set<ProductName>> held = held(values);
    if (held.isEmpty()) {
      return new OidcCheck.WithoutRole(
          name,
          "expected a value in claim %s that grants a role, got %s".formatted(claim, show(values)));
    }
    Set<Set<ProductName>> scopes = scopes(held);
    if (scopes.size() > 1) {
      // One token has one set of products: the union would allow more than was granted.
      return new OidcCheck.WithoutRole(
          name,
          "its roles are for different products (%s); expected grants for the same ones"
              .formatted(words(held)));
    }
    Set<ProductName> products = scopes.stream().findFirst().orElse(Set.of());
    return new OidcCheck.Valid(
        new Principal(name, held.keySet(), products), claims.getExpirationTime().toInstant());
  }

  /// Each role with its products, of all grants together; none means all.
  private Map<Role, Set<ProductName>> held(Set<String> values) {
    Map<Role, Set<ProductName>> held = new EnumMap<>(Role.class);
    for (Grant grant : grants) {
      if (values.contains(grant.value())) {
        held.merge(grant.role(), Set.copyOf(grant.products()), Grants::union);
      }
    }
    return held;
  }

  private static Set<ProductName> union(Set<ProductName> one, Set<ProductName> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return Set.of();
    }
    Set<ProductName> both = new HashSet<>(one);
    both.addAll(other);
    return both;
  }

  /// The sets of products that limit something: a viewer sees everything, an admin may everything.
  private static Set<Set<ProductName>> scopes(Map<Role, Set<ProductName>> held) {
    return held.containsKey(Role.ADMIN)
        ? Set.of()
        : held.entrySet().stream()
            .filter(entry -> entry.getKey() != Role.VIEWER)
            .map(Map.Entry::getValue)
            .collect(Collectors.toSet());
  }

  private static String words(Map<Role, Set<ProductName>> held) {
    return held.entrySet().stream()
        .filter(entry -> entry.getKey() != Role.VIEWER)
        .map(
            entry ->
                entry.getKey().name().toLowerCase(java.util.Locale.ROOT)
                    + " of "
                    + (entry.getValue().isEmpty() ? "all" : new TreeSet<>(entry.getValue())))
        .collect(Collectors.joining(", "));
  }

  private Set<String> values(Map<String, Object> claims) {
    return switch (find(claims, claim)) {
      case String one -> Set.of(one);
      case List<?> many ->
          many.stream()
              .flatMap(each -> each instanceof String text ? Stream.of(text) : Stream.empty())
              .collect(Collectors.toSet());
      case null, default -> Set.of();
    };
  }

  /// A claim of this name, or what its dots lead to: some providers name claims by a URL.
  private static @Nullable Object find(Map<?, ?> claims, String path) {
    @Nullable Object whole = claims.get(path);
    int dot = path.indexOf('.');
    if (whole != null || dot < 0) {
      return whole;
    }
    return claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
        ? find(inner, path.substring(dot + 1))
        : null;
  }

  private static String show(Set<String> values) {
    if (values.isEmpty()) {
      return "none";
    }
    String shown =
        values.stream()
            .sorted()
            .limit(MOST_SHOWN)
            .map(value -> value.substring(0, Math.min(LONGEST_SHOWN, value.length())))
            .map(value -> "'" + value.replaceAll("\\p{Cc}", "?") + "'")
            .collect(Collectors.joining(", "));
    return values.size() > MOST_SHOWN ? shown + " and others" : shown;
  }
}
