package dev.sluice.edge;

import dev.sluice.cache.freshness.FreshnessRules;
import dev.sluice.cache.slice.Slicing;
import dev.sluice.edge.content.CacheLimits;
import dev.sluice.edge.http.HttpServerConfig;
import dev.sluice.edge.hub.RelayPolicy;
import dev.sluice.edge.upstream.RetryingUpstream;
import java.time.Duration;

/// What rarely needs to be set on an edge node.
///
/// @param slicing how objects are cut; the slice length of the publisher's slice lists
/// @param freshness how long mutable objects and absences are believed
/// @param cache how much is fetched at a time
/// @param http what the HTTP server puts up with
/// @param retry how often upstream is tried
/// @param answerTimeout longest wait for a connection to upstream, and for the head of its answer
/// @param fetchTimeout longest time for one slice, body included
/// @param relay how hard announced metadata is waited for
public record EdgeTuning(
    Slicing slicing,
    FreshnessRules freshness,
    CacheLimits cache,
    HttpServerConfig.Limits http,
    RetryingUpstream.Policy retry,
    Duration answerTimeout,
    Duration fetchTimeout,
    RelayPolicy relay) {
  /// Ten seconds for an answer outlast a garbage collection and a lost packet; a minute for a slice
  /// is 17 KB/s.
  public static final EdgeTuning DEFAULT =
      new EdgeTuning(
          Slicing.DEFAULT,
          FreshnessRules.DEFAULT,
          CacheLimits.DEFAULT,
          HttpServerConfig.Limits.DEFAULT,
          RetryingUpstream.Policy.DEFAULT,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          RelayPolicy.DEFAULT);

  public EdgeTuning {
    if (!answerTimeout.isPositive() || !fetchTimeout.isPositive()) {
      throw new IllegalArgumentException(
          "timeouts must be above 0, got %s and %s".formatted(answerTimeout, fetchTimeout));
    }
  }

  /// The same with another way of cutting.
  public EdgeTuning withSlicing(Slicing other) {
    return new EdgeTuning(other, freshness, cache, http, retry, answerTimeout, fetchTimeout, relay);
  }

  /// The same with other rules of freshness.
  public EdgeTuning withFreshness(FreshnessRules other) {
    return new EdgeTuning(slicing, other, cache, http, retry, answerTimeout, fetchTimeout, relay);
  }

  /// The same with another patience for announced metadata.
  public EdgeTuning withRelay(RelayPolicy other) {
    return new EdgeTuning(
        slicing, freshness, cache, http, retry, answerTimeout, fetchTimeout, other);
  }
}
