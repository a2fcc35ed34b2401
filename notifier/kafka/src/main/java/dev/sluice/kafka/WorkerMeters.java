package dev.sluice.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// What a worker counts. It closes its meters.
final class WorkerMeters implements AutoCloseable {
  private static final String GROUP = "group";

  private final MeterRegistry registry;
  private final AtomicInteger held = new AtomicInteger();
  private final Counter handled;
  private final Counter unavailable;
  private final Counter deadLetters;
  private final List<Meter> meters;

  WorkerMeters(MeterRegistry registry, String group) {
    this.registry = registry;
    handled =
        Counter.builder("sluice.worker.handled.events")
            .description("events that were handled")
            .tag(GROUP, group)
            .register(registry);
    unavailable =
        Counter.builder("sluice.worker.unavailable.attempts")
            .description("attempts that failed because a peer was unavailable")
            .tag(GROUP, group)
            .register(registry);
    deadLetters =
        Counter.builder("sluice.worker.dead.letters")
            .description("events that could not be handled")
            .tag(GROUP, group)
            .register(registry);
    var holding =
        Gauge.builder("sluice.worker.held.partitions", held, AtomicInteger::get)
            .description("partitions that wait for an unavailable peer")
            .tag(GROUP, group)
            .register(registry);
    meters = List.of(handled, unavailable, deadLetters, holding);
  }

  void handled(int events) {
    handled.increment(events);
  }

  void unavailable() {
    unavailable.increment();
  }

  void deadLetter() {
    deadLetters.increment();
  }

  void held(int partitions) {
    held.set(partitions);
  }

  @Override
  public void close() {
    meters.forEach(
        meter -> {
          var _ = registry.remove(meter);
        });
  }
}
