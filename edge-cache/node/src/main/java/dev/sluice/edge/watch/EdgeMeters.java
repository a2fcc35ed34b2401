package dev.sluice.edge.watch;

import dev.sluice.edge.hub.HubLink;
import dev.sluice.edge.traffic.Limit;
import dev.sluice.edge.traffic.LimitHits;
import dev.sluice.edge.traffic.Summary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The figures of a node; names end in their unit.
///
/// All are read from the parts when the registry is asked. Counters start at zero with the node.
public final class EdgeMeters {
  private final MeterRegistry registry;
  private final EdgeParts parts;

  private EdgeMeters(MeterRegistry registry, EdgeParts parts) {
    this.registry = registry;
    this.parts = parts;
  }

  /// Registers all of them.
  public static void register(MeterRegistry registry, EdgeParts parts) {
    var meters = new EdgeMeters(registry, parts);
    meters.content();
    meters.upstream();
    meters.hub();
    meters.limits();
  }

  private void content() {
    served("hit", s -> s.lifetime().hitBytes());
    served("miss", s -> s.lifetime().missBytes());
    gauge("sluice.edge.store.bytes", "size of all slices", p -> p.store().usedBytes());
    gauge("sluice.edge.store.slices", "slices that are held", p -> p.store().size());
    gauge("sluice.edge.http.connections", "open connections", p -> p.server().connections());
    counter("sluice.edge.fills", "slices asked of upstream", p -> p.cache().fills());
    gauge("sluice.edge.waiting.fills", "fetches under way", p -> p.cache().fillsUnderWay());
    gauge(
        "sluice.edge.queued.fills",
        "slices that wait until fewer fetches are under way",
        p -> p.cache().fillsQueued());
  }

  private void served(String cache, ToDoubleFunction<Summary> value) {
    FunctionCounter.builder(
            "sluice.edge.served.bytes", parts, p -> value.applyAsDouble(p.traffic().summary()))
        .description("bytes of bodies sent to clients, by whether they were held")
        .tag("cache", cache)
        .register(registry);
  }

  private void upstream() {
    counter(
        "sluice.edge.upstream.bytes",
        "bytes of bodies received from the next tier or the origin",
        p -> p.traffic().summary().upstreamBytes());
    counter(
        "sluice.edge.upstream.requests",
        "requests sent there, each attempt",
        p -> p.traffic().summary().upstreamRequests());
    counter(
        "sluice.edge.upstream.retries", "attempts after a failure", p -> p.retrying().retries());
    counter(
        "sluice.edge.upstream.failures",
        "fetches given up after all attempts",
        p -> p.upstream().failures());
    counter(
        "sluice.edge.upstream.refused.bodies",
        "answers that cannot be what their path says: a portal, a proxy or a broken store",
        p -> p.cache().bodiesRefused());
    gauge(
        "sluice.edge.upstream.last.answer.seconds",
        "when it last answered, seconds since 1970; 0 for never",
        p -> p.upstream().lastAnswer().map(Instant::getEpochSecond).orElse(0L));
  }

  private void hub() {
    link(
        "sluice.edge.link.connection.failures",
        "failed or lost connections to the next tier's broker",
        HubLink::connectionFailures);
    link(
        "sluice.edge.link.retries",
        "messages sent again, as a broker did not take them",
        HubLink::retries);
    gauge(
        "sluice.edge.link.undelivered.messages",
        "messages on their way, not acknowledged",
        p -> p.link().undelivered());
    gauge(
        "sluice.edge.relay.waiting.announcements",
        "announcements that wait for their metadata",
        p -> p.link().waitingAnnouncements());
  }

  private void link(String name, String description, ToDoubleFunction<HubLink> value) {
    counter(name, description, p -> value.applyAsDouble(p.link()));
  }

  private void limits() {
    var sources =
        List.of(
            parts.server().limitHits(),
            parts.cache().limitHits(),
            parts.link().limitHits(),
            parts.retrying().limitHits());
    for (var limit : Limit.values()) {
      FunctionCounter.builder("sluice.edge.limit.hits", sources, s -> sum(s, limit))
          .description("how often a limit was reached")
          .tag("limit", limit.name().toLowerCase(Locale.ROOT).replace('_', '-'))
          .register(registry);
    }
  }

  private static double sum(List<LimitHits> sources, Limit limit) {
    return sources.stream().mapToLong(hits -> hits.count(limit)).sum();
  }

  private void counter(String name, String description, ToDoubleFunction<EdgeParts> value) {
    FunctionCounter.builder(name, parts, value).description(description).register(registry);
  }

  /// The registry holds what it reads by a weak reference; `parts` must not be collected.
  private void gauge(String name, String description, ToDoubleFunction<EdgeParts> value) {
    Gauge.builder(name, parts, value)
        .description(description)
        .strongReference(true)
        .register(registry);
  }
}
