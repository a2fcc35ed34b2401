package dev.sluice.notifier.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What the topology counts. For any number of threads.
public final class NotifierMeters {
  private final MeterRegistry registry;
  private final Counter deadLetters;
  private final RolloutMeters rollouts;

  /// By partition, since each has one owner.
  private final Map<Integer, AtomicLong> parked = new ConcurrentHashMap<>();

  private final AtomicLong openLetters = new AtomicLong();
  private final Map<Integer, AtomicLong> waiting = new ConcurrentHashMap<>();

  /// @param registry where the meters are shown
  public NotifierMeters(MeterRegistry registry) {
    this.registry = registry;
    this.deadLetters =
        Counter.builder("sluice.notifier.dead.letters")
            .description("events that the topology could not handle")
            .register(registry);
    this.rollouts = new RolloutMeters(registry, Clock.systemUTC());
    registry.gauge("sluice.notifier.parked.messages", parked, NotifierMeters::sum);
    registry.gauge("sluice.dead.letters.open", openLetters);
    registry.gauge("sluice.notifier.waiting.releases", waiting, NotifierMeters::sum);
  }

  /// A message of a device was handled.
  ///
  /// @param type of the event
  void deviceMessage(String type) {
    Counter.builder("sluice.notifier.device.messages")
        .description("messages of devices that were handled")
        .tag("type", type)
        .register(registry)
        .increment();
  }

  /// How the rollouts stand.
  RolloutMeters rollouts() {
    return rollouts;
  }

  void deadLetter() {
    deadLetters.increment();
  }

  /// How many messages of devices wait for an enrolment in a partition.
  void parked(int partition, long messages) {
    parked.computeIfAbsent(partition, _ -> new AtomicLong()).set(messages);
  }

  /// How many dead letters nobody has decided about.
  void openLetters(long letters) {
    openLetters.set(letters);
  }

  /// What was told last.
  public long openLetters() {
    return openLetters.get();
  }

  /// How many releases wait for a policy in a partition.
  void waiting(int partition, long releases) {
    waiting.computeIfAbsent(partition, _ -> new AtomicLong()).set(releases);
  }

  /// Forgets the product half of a partition, which another notifier has from now on.
  void forget(int partition) {
    rollouts.forget(partition);
    waiting.remove(partition);
  }

  private static double sum(Map<Integer, AtomicLong> byPartition) {
    return byPartition.values().stream().mapToLong(AtomicLong::get).sum();
  }
}
