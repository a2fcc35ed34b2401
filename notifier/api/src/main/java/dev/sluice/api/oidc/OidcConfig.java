package dev.sluice.api.oidc;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.config.HttpAddress;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.tls.Tls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which OpenID Connect provider counts, and what its people may do: section `api.oidc` of a
/// program with an API.
///
/// @param issuer exactly as the provider names itself
/// @param clientId under which the provider knows Sluice
/// @param clientSecret absent for a public client; PKCE protects the code either way
/// @param audience of bearer tokens; absent for the client id
/// @param redirect where the provider sends people back to; absent if only bearer tokens count
/// @param name of the provider on the login page
/// @param scopes beside `openid`
/// @param rolesClaim whose values [#grants] names; a dot leads into an object
/// @param algorithms of signatures; none that needs no key, or a shared one
/// @param clockSkew how far the provider's clock may be off
/// @param tls whom to trust; absent for the authorities of the JDK
public record OidcConfig(
    @Describe("the provider, exactly as its discovery document names it: https://HOST/PATH")
        URI issuer,
    @Describe("under which the provider knows Sluice") String clientId,
    @Describe("secret of the client; without it a public client") Optional<SecretText> clientSecret,
    @Describe("audience that a bearer token must name; without it the client id")
        Optional<String> audience,
    @Describe(
            "page that people come back to, https://HOST/console/, as the provider allows it; without it only bearer tokens count")
        Optional<URI> redirect,
    @Describe("what the login page calls the provider") @Default("OpenID Connect") String name,
    @Describe("scopes that are asked for beside openid") List<String> scopes,
    @Describe("claim whose values grants names; a dot leads into an object") @Default("roles")
        String rolesClaim,
    @Describe("what each value of the claim allows") List<Grant> grants,
    @Describe("algorithms of signatures that count") @Default("RS256,ES256")
        List<String> algorithms,
    @Describe("how far the provider's clock may be off") @Default("30s") Duration clockSkew,
    @Describe("whom to trust when the provider is asked; without it the authorities of the JDK")
        Optional<Tls> tls) {
  private static final Set<String> ALGORITHMS =
      Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Duration MOST_SKEW = Duration.ofMinutes(5);

  /// Checks every value and copies.
  public OidcConfig {
    scopes = List.copyOf(scopes);
    grants = List.copyOf(grants);
    algorithms = List.copyOf(algorithms);
    HttpAddress.require("issuer", issuer, "they go into client-id and client-secret-file");
    require(isSafe(issuer), "issuer: expected https://HOST, got " + issuer);
    redirect.ifPresent(
        page -> {
          HttpAddress.require("redirect", page, "people log in at the provider, take them out");
          require(
              isSafe(page) && String.valueOf(page.getPath()).endsWith("/"),
              "redirect: expected https://HOST/console/, got " + page);
        });
    tls.ifPresent(material -> material.requireHostVerified("tls", "the provider"));
    require(!clientId.isBlank(), "client-id: expected one, got nothing");
    require(!rolesClaim.isBlank(), "roles-claim: expected the name of a claim, got nothing");
    require(!grants.isEmpty(), "grants: expected one at least: without it nobody may do anything");
    require(
        !algorithms.isEmpty() && ALGORITHMS.containsAll(algorithms),
        "algorithms: expected some of %s, got %s"
            .formatted(ALGORITHMS.stream().sorted().toList(), algorithms));
    require(
        !clockSkew.isNegative() && clockSkew.compareTo(MOST_SKEW) <= 0,
        "clock-skew: expected up to 5m, got " + clockSkew);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /// Whether nobody on the way can read or change what is sent there: HTTPS, or this machine.
  static boolean isSafe(URI address) {
    String host = String.valueOf(address.getHost());
    return address.getHost() != null
        && ("https".equals(address.getScheme())
            || ("http".equals(address.getScheme()) && THIS_MACHINE.contains(host)));
  }
}
