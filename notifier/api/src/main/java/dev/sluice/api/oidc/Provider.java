package dev.sluice.api.oidc;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the provider says of itself: its addresses and its keys, asked for when they are needed and
/// kept for a while. For any number of threads: while one asks, the others go on with what was said
/// last, and wait only for the first answer.
final class Provider {
  private static final Logger LOG = LoggerFactory.getLogger(Provider.class);

  /// How long the discovery document counts before it is asked for again; after that the old one
  /// serves until a new one comes.
  private static final Duration LIFETIME = Duration.ofHours(1);

  /// A provider that does not answer is left alone so long.
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private static final long KEYS_MILLIS = Duration.ofMinutes(5).toMillis();

  /// A token with an unknown key makes the keys be asked for again, but anybody can make up such
  /// tokens: twice in this time at most.
  private static final long KEYS_PAUSE_MILLIS = Duration.ofSeconds(10).toMillis();

  /// The keys of before serve so long while the provider is away.
  private static final long KEYS_AWAY_MILLIS = Duration.ofMinutes(30).toMillis();

  private static final long WAIT_MILLIS = Duration.ofSeconds(15).toMillis();

  private final URI issuer;
  private final ProviderHttp http;
  private final InstantSource clock;

  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable Known known;

  // guarded by asking
  private Instant asked = Instant.MIN;

  private volatile Optional<String> problem = Optional.empty();

  Provider(URI issuer, ProviderHttp http, InstantSource clock) {
    this.issuer = issuer;
    this.http = http;
    this.clock = clock;
  }

  /// What a provider said.
  ///
  /// @param keys those of now, asked for by their source itself
  record Known(OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys, Instant since) {}

  /// Why it does not answer, if it did not when it was asked last.
  Optional<String> problem() {
    return problem;
  }

  /// Notes whether its keys could be had; empty if so.
  void note(Optional<String> why) {
    problem = why;
  }

  /// What it says of itself.
  ///
  /// @throws IOException if it was never reached and does not answer
  Known known() throws IOException {
    @Nullable Known last = known;
    if (last != null && (!isOld(last, clock.instant()) || !asking.tryLock())) {
      return last;
    }
    if (last == null) {
      asking.lock();
    }
    try {
      return renewed(known, clock.instant());
    } finally {
      asking.unlock();
    }
  }

  private Known renewed(@Nullable Known last, Instant now) throws IOException {
    if (isOld(last, now) && now.isAfter(asked.plus(PAUSE))) {
      asked = now;
      try {
        Known said = ask(last, now);
        known = said;
        problem = Optional.empty();
        return said;
      } catch (IOException e) {
        problem = Optional.of(String.valueOf(e.getMessage()));
        LOG.atWarn()
            .addKeyValue("issuer", issuer)
            .addKeyValue("reason", e.getMessage())
            .log("the OpenID Connect provider does not answer");
      }
    }
    if (last == null) {
      throw new IOException(problem.orElse(issuer + ": not reached yet"));
    }
    return last;
  }

  private static boolean isOld(@Nullable Known known, Instant now) {
    return known == null || now.isAfter(known.since().plus(LIFETIME));
  }

  private Known ask(@Nullable Known before, Instant now) throws IOException {
    OIDCProviderMetadata metadata = discover();
    URI keys = metadata.getJWKSetURI();
    return before != null && keys.equals(before.metadata().getJWKSetURI())
        ? new Known(metadata, before.keys(), now)
        : new Known(metadata, keys(keys), now);
  }

  private OIDCProviderMetadata discover() throws IOException {
    try {
      var address = OIDCProviderMetadata.resolveURL(new Issuer(issuer));
      var metadata = OIDCProviderMetadata.parse(http.retrieveResource(address).getContent());
      String name = metadata.getIssuer().getValue();
      if (!name.equals(issuer.toString())) {
        throw new IOException(
            "%s: expected the issuer %s, got %s".formatted(address, issuer, name));
      }
      requireSafe("jwks_uri", metadata.getJWKSetURI());
      requireSafe("authorization_endpoint", metadata.getAuthorizationEndpointURI());
      requireSafe("token_endpoint", metadata.getTokenEndpointURI());
      return metadata;
    } catch (GeneralException | IllegalArgumentException e) {
      throw new IOException(
          "%s: expected its discovery document, got something else: %s"
              .formatted(issuer, e.getMessage()),
          e);
    }
  }

  private void requireSafe(String name, @Nullable URI address) throws IOException {
    if (address == null || !OidcConfig.isSafe(address)) {
      throw new IOException(
          "%s: expected %s as https://HOST, got %s".formatted(issuer, name, address));
    }
  }

  private JWKSource<SecurityContext> keys(URI address) throws IOException {
    return JWKSourceBuilder.<SecurityContext>create(address.toURL(), http)
        .cache(KEYS_MILLIS, WAIT_MILLIS)
        .refreshAheadCache(false)
        .rateLimited(KEYS_PAUSE_MILLIS)
        .outageTolerant(KEYS_AWAY_MILLIS)
        .build();
  }
}
