package dev.sluice.api.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.JWTClaimsSetVerifier;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenClaimsVerifier;
import dev.sluice.program.config.SecretText;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Logins and bearer tokens of one OpenID Connect provider. For any number of threads; whoever
/// starts it closes it.
///
/// A login is the authorization code flow with PKCE, a state and a nonce (OpenID Connect Core,
/// section 3.1; RFC 7636). A bearer token is a JWT that the provider signed for Sluice's audience.
/// While the provider is away, keys that it gave serve for half an hour, and nothing else.
public final class Oidc implements AutoCloseable {
  private static final JOSEObjectTypeVerifier<SecurityContext> BEARER =
      new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null);

  private static final JOSEObjectTypeVerifier<SecurityContext> IDENTITY =
      new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, null);

  private final OidcConfig config;
  private final ProviderHttp http;
  private final Provider provider;
  private final Set<JWSAlgorithm> algorithms;
  private final ClientID client;

  private Oidc(OidcConfig config) {
    this.config = config;
    this.http = new ProviderHttp(config.tls());
    this.provider = new Provider(config.issuer(), http, InstantSource.system());
    this.algorithms =
        config.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    this.client = new ClientID(config.clientId());
  }

  /// Begins to ask the provider who it is, and does not wait for the answer: a provider that is
  /// away keeps no program from starting.
  public static Oidc start(OidcConfig config) {
    var oidc = new Oidc(config);
    var _ = Thread.ofVirtual().name("oidc-discovery").start(oidc::look);
    return oidc;
  }

  private void look() {
    try {
      var _ = provider.known();
    } catch (IOException _) {
      // Logged there; the next who needs it asks again.
    }
  }

  /// What the login page calls the provider; empty if nobody logs in with it.
  public Optional<String> name() {
    return config.redirect().map(_ -> config.name());
  }

  /// How the provider is, in words.
  public String words() {
    return provider
        .problem()
        .map(why -> "does not answer; its tokens open while its keys are known: " + why)
        .orElse(config.issuer() + " answered when it was asked last");
  }

  /// Whether a bearer token has the form of the provider's: three parts. None of ours has a dot.
  public static boolean isToken(String bearer) {
    return bearer.chars().filter(c -> c == '.').count() == 2;
  }

  /// Whom a bearer token names, and what they may do.
  public OidcCheck check(String bearer) {
    var claims =
        new DefaultJWTClaimsVerifier<SecurityContext>(
            config.audience().orElse(config.clientId()),
            new JWTClaimsSet.Builder().issuer(config.issuer().toString()).build(),
            Set.of("sub", "exp"));
    claims.setMaxClockSkew((int) config.clockSkew().toSeconds());
    return check(bearer, claims, BEARER);
  }

  /// Begins a login.
  ///
  /// @throws IOException if the provider does not answer
  public SignIn begin() throws IOException {
    var state = new State();
    var nonce = new Nonce();
    var verifier = new CodeVerifier();
    var scope = new Scope("openid");
    config.scopes().forEach(scope::add);
    URI address =
        new AuthenticationRequest.Builder(ResponseType.CODE, scope, client, redirect())
            .endpointURI(provider.known().metadata().getAuthorizationEndpointURI())
            .state(state)
            .nonce(nonce)
            .codeChallenge(verifier, CodeChallengeMethod.S256)
            .build()
            .toURI();
    return new SignIn(address, state.getValue(), nonce.getValue(), verifier.getValue());
  }

  private URI redirect() {
    return config
        .redirect()
        .orElseThrow(() -> new IllegalStateException("without a redirect nobody logs in"));
  }

  /// Ends a login with the code that the provider gave.
  ///
  /// @param begun the login of the same browser, used up by this
  public OidcCheck finish(SignIn begun, String code) {
    try {
      OIDCProviderMetadata metadata = provider.known().metadata();
      var response =
          OIDCTokenResponseParser.parse(request(metadata, begun, code).toHTTPRequest().send(http));
      if (!response.indicatesSuccess()) {
        String error = String.valueOf(response.toErrorResponse().getErrorObject().getCode());
        return new OidcCheck.Refused("the provider refused the code of the login: " + error);
      }
      JWT token = ((OIDCTokenResponse) response.toSuccessResponse()).getOIDCTokens().getIDToken();
      var claims =
          new IDTokenClaimsVerifier(
              new Issuer(config.issuer()),
              client,
              new Nonce(begun.nonce()),
              (int) config.clockSkew().toSeconds());
      return token == null
          ? new OidcCheck.Refused("expected an id_token of the provider, got none")
          : check(token.getParsedString(), claims::verify, IDENTITY);
    } catch (IOException e) {
      return away(e);
    } catch (com.nimbusds.oauth2.sdk.ParseException e) {
      return new OidcCheck.Refused(
          "expected tokens of the provider, got something else: " + e.getMessage());
    }
  }

  private TokenRequest request(OIDCProviderMetadata metadata, SignIn begun, String code) {
    var grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode(code), redirect(), new CodeVerifier(begun.verifier()));
    URI endpoint = metadata.getTokenEndpointURI();
    return config
        .clientSecret()
        .map(secret -> new TokenRequest.Builder(endpoint, proof(metadata, secret), grant))
        .orElseGet(() -> new TokenRequest.Builder(endpoint, client, grant))
        .build();
  }

  /// In the header, unless the provider takes it in the body only.
  private ClientAuthentication proof(OIDCProviderMetadata metadata, SecretText text) {
    var secret = new Secret(text.reveal());
    List<ClientAuthenticationMethod> taken =
        Optional.ofNullable(metadata.getTokenEndpointAuthMethods()).orElse(List.of());
    boolean inBody =
        taken.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
            && !taken.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    return inBody ? new ClientSecretPost(client, secret) : new ClientSecretBasic(client, secret);
  }

  private OidcCheck check(
      String text,
      JWTClaimsSetVerifier<SecurityContext> claims,
      JOSEObjectTypeVerifier<SecurityContext> type) {
    try {
      if (!(JWTParser.parse(text) instanceof SignedJWT signed)) {
        return new OidcCheck.Refused("expected a signed token, got one without a signature");
      }
      var processor = new DefaultJWTProcessor<SecurityContext>();
      processor.setJWSTypeVerifier(type);
      processor.setJWSKeySelector(
          new JWSVerificationKeySelector<>(algorithms, provider.known().keys()));
      processor.setJWTClaimsSetVerifier(claims);
      JWTClaimsSet verified = processor.process(signed, null);
      provider.note(Optional.empty());
      return new Grants(config.rolesClaim(), config.grants()).check(verified);
    } catch (ParseException | BadJOSEException e) {
      return new OidcCheck.Refused("the provider's token is refused: " + e.getMessage());
    } catch (RateLimitReachedException _) {
      // The keys were asked for a moment ago: they did not have this one, or did not come.
      return provider.problem().isPresent()
          ? new OidcCheck.Away(provider.problem().get())
          : new OidcCheck.Refused("the token's key is none of the provider's");
    } catch (KeySourceException | IOException e) {
      return away(e);
    } catch (JOSEException e) {
      return new OidcCheck.Refused("the token's signature cannot be checked: " + e.getMessage());
    }
  }

  private OidcCheck away(Exception e) {
    String why = config.issuer() + " does not answer: " + e.getMessage();
    provider.note(Optional.of(why));
    return new OidcCheck.Away(why);
  }

  @Override
  public void close() {
    http.close();
  }
}
