package dev.sluice.api.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Response;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.api.oidc.Grant;
import dev.sluice.api.oidc.OidcConfig;
import dev.sluice.events.principal.Role;
import dev.sluice.program.config.SecretText;
import dev.sluice.release.ProductName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A provider that speaks HTTP on this machine: discovery, keys, the code flow with PKCE. Whoever
/// comes to its login page is logged in at once, as [#person]. It takes requests apart and puts
/// answers together with the library's own types.
public final class TestProvider implements AutoCloseable {
  public static final String CLIENT = "sluice-console";

  private static final String SECRET = "client-secret-of-the-test";
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  /// What the next tokens say beside the usual; the last word is its.
  public volatile UnaryOperator<JWTClaimsSet.Builder> person = claims -> roles(claims, "viewer");

  private final HttpServer server;
  private final Map<String, AuthenticationRequest> codes = new ConcurrentHashMap<>();
  private volatile ECKey key = newKey();

  /// Where [#back] sends people on to.
  public volatile URI page = URI.create("http://127.0.0.1:1/");

  /// How often its keys were asked for.
  public final AtomicInteger keysAsked = new AtomicInteger();

  private TestProvider(HttpServer server) {
    this.server = server;
  }

  public static TestProvider start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var provider = new TestProvider(server);
    server.createContext("/.well-known/openid-configuration", provider::discovery);
    server.createContext("/keys", provider::keys);
    server.createContext("/authorize", provider::authorize);
    server.createContext("/token", provider::token);
    server.createContext("/back/", provider::back);
    server.start();
    return provider;
  }

  public URI issuer() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// A redirect for a program whose port is not known yet: it leads on to [#page].
  public URI back() {
    return at("/back/");
  }

  private void back(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    exchange.getResponseHeaders().add("Location", page + "?" + query);
    answer(exchange, 302, "text/plain", "");
  }

  private URI at(String path) {
    return issuer().resolve(path);
  }

  /// A configuration that grants each role under its own name, the product `demo` with it, and
  /// knows the groups `oven-publishers` and `demo-operators`.
  ///
  /// @param redirect where its people come back to
  public OidcConfig config(URI redirect) {
    var demo = List.of(ProductName.parse("demo"));
    var grants =
        Arrays.stream(Role.values())
            .map(role -> new Grant(role.name().toLowerCase(Locale.ROOT), role, demo))
            .toList();
    return new OidcConfig(
        issuer(),
        CLIENT,
        Optional.of(new SecretText(SECRET)),
        Optional.empty(),
        Optional.of(redirect),
        "Test provider",
        List.of("groups"),
        "access.roles",
        Stream.concat(
                grants.stream(),
                Stream.of(
                    new Grant(
                        "oven-publishers", Role.PUBLISHER, List.of(ProductName.parse("oven"))),
                    new Grant("demo-operators", Role.OPERATOR, demo)))
            .toList(),
        List.of("RS256", "ES256"),
        Duration.ZERO,
        Optional.empty());
  }

  /// Claims with these values in the roles claim.
  public static JWTClaimsSet.Builder roles(JWTClaimsSet.Builder claims, String... roles) {
    return claims.claim("access", Map.of("roles", List.of(roles)));
  }

  /// The usual claims of a token for the client: of Ada, a viewer, for ten minutes.
  public JWTClaimsSet.Builder claims() {
    Instant now = Instant.now();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer().toString())
            .subject("ada")
            .audience(CLIENT)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFETIME)));
    return roles(claims, "viewer");
  }

  /// A token with these claims, signed with the key of now.
  public String sign(JWTClaimsSet claims) {
    try {
      var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build();
      var token = new SignedJWT(header, claims);
      token.sign(new ECDSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Signs with another key from now on, and tells it.
  public void rotate() {
    key = newKey();
  }

  private static ECKey newKey() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private void discovery(HttpExchange exchange) throws IOException {
    var metadata =
        new OIDCProviderMetadata(new Issuer(issuer()), List.of(SubjectType.PUBLIC), at("/keys"));
    metadata.setAuthorizationEndpointURI(at("/authorize"));
    metadata.setTokenEndpointURI(at("/token"));
    metadata.setIDTokenJWSAlgs(List.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256));
    answer(exchange, 200, "application/json", metadata.toString());
  }

  private void keys(HttpExchange exchange) throws IOException {
    keysAsked.incrementAndGet();
    answer(exchange, 200, "application/json", new JWKSet(key).toString());
  }

  private void authorize(HttpExchange exchange) throws IOException {
    try {
      var request = AuthenticationRequest.parse(exchange.getRequestURI().getQuery());
      var code = new AuthorizationCode();
      codes.put(code.getValue(), request);
      var back =
          new AuthorizationSuccessResponse(
              request.getRedirectionURI(), code, null, request.getState(), null);
      exchange.getResponseHeaders().add("Location", back.toURI().toString());
      answer(exchange, 302, "text/plain", "");
    } catch (ParseException e) {
      answer(exchange, 400, "text/plain", e.toString());
    }
  }

  private void token(HttpExchange exchange) throws IOException {
    try {
      var http = new HTTPRequest(HTTPRequest.Method.POST, at("/token"));
      http.setContentType(exchange.getRequestHeaders().getFirst("Content-Type"));
      http.setAuthorization(exchange.getRequestHeaders().getFirst("Authorization"));
      http.setBody(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      HTTPResponse response = exchange(TokenRequest.parse(http)).toHTTPResponse();
      answer(exchange, response.getStatusCode(), "application/json", response.getBody());
    } catch (ParseException e) {
      answer(exchange, 400, "text/plain", e.toString());
    }
  }

  /// Tokens for a code that is used the first time, by whoever began with its challenge.
  private Response exchange(TokenRequest request) {
    var grant = (AuthorizationCodeGrant) request.getAuthorizationGrant();
    var begun = codes.remove(grant.getAuthorizationCode().getValue());
    if (!(request.getClientAuthentication() instanceof ClientSecretBasic proof)
        || !proof.getClientSecret().getValue().equals(SECRET)) {
      return new TokenErrorResponse(OAuth2Error.INVALID_CLIENT);
    }
    if (begun == null
        || !begun.getRedirectionURI().equals(grant.getRedirectionURI())
        || !CodeChallenge.compute(begun.getCodeChallengeMethod(), grant.getCodeVerifier())
            .equals(begun.getCodeChallenge())) {
      return new TokenErrorResponse(OAuth2Error.INVALID_GRANT);
    }
    var claims = person.apply(claims().claim("nonce", begun.getNonce().getValue())).build();
    return new OIDCTokenResponse(new OIDCTokens(sign(claims), new BearerAccessToken(), null));
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", type);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
