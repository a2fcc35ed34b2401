package dev.sluice.notifier.external;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What one channel counts, and what it could not send yet. It closes its meters. For any number
/// of threads.
final class ChannelMeters implements AutoCloseable {
  /// What was not tried for so long is no longer this notifier's.
  private static final Duration FORGET_AFTER = Duration.ofMinutes(10);

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final List<Meter> meters;
  private final Counter sent;
  private final Counter failed;
  private final Counter givenUp;

  /// By event id; at most one for each partition that this notifier has.
  private final Map<String, Unsent> unsent = new ConcurrentHashMap<>();

  private volatile Optional<String> problem = Optional.empty();

  ChannelMeters(MeterRegistry registry, String channel, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    var tags = Tags.of("channel", channel);
    sent =
        Counter.builder("sluice.channel.sent.events")
            .description("events that the receiver has taken")
            .tags(tags)
            .register(registry);
    failed =
        Counter.builder("sluice.channel.failed.attempts")
            .description("attempts to send that failed")
            .tags(tags)
            .register(registry);
    givenUp =
        Counter.builder("sluice.channel.dead.letters")
            .description("events that were given up")
            .tags(tags)
            .register(registry);
    var oldest =
        Gauge.builder("sluice.channel.oldest.unsent.seconds", this, ChannelMeters::oldestSeconds)
            .description("age of the oldest event that could not be sent yet, 0 if there is none")
            .tags(tags)
            .register(registry);
    meters = List.of(sent, failed, givenUp, oldest);
  }

  void sent(String id) {
    sent.increment();
    unsent.remove(id);
    problem = Optional.empty();
  }

  void failed(String id, Instant eventAt, String reason) {
    failed.increment();
    unsent.put(id, new Unsent(eventAt, clock.instant()));
    problem = Optional.of(reason);
  }

  /// After [#failed], when it is not tried again.
  void givenUp(String id) {
    unsent.remove(id);
    givenUp.increment();
  }

  /// Why the latest attempt failed, if it did.
  Optional<String> problem() {
    return problem;
  }

  long sentEvents() {
    return (long) sent.count();
  }

  long failedAttempts() {
    return (long) failed.count();
  }

  long givenUpEvents() {
    return (long) givenUp.count();
  }

  /// When the oldest event happened that could not be sent yet.
  Optional<Instant> oldestUnsent() {
    Instant since = clock.instant().minus(FORGET_AFTER);
    unsent.values().removeIf(one -> one.triedAt().isBefore(since));
    return unsent.values().stream().map(Unsent::eventAt).min(Instant::compareTo);
  }

  private double oldestSeconds() {
    return oldestUnsent()
        .map(at -> Math.max(0, Duration.between(at, clock.instant()).toMillis() / 1_000.0))
        .orElse(0.0);
  }

  @Override
  public void close() {
    meters.forEach(
        meter -> {
          var _ = registry.remove(meter);
        });
  }

  private record Unsent(Instant eventAt, Instant triedAt) {}
}
