package dev.sluice.notifier;

import dev.sluice.kafka.KafkaFailures;
import java.util.concurrent.atomic.AtomicInteger;

/// Decides whether a thread of the topology that failed is replaced. For any number of threads.
///
/// A bug fails at every attempt, so that only so many threads are replaced. A cluster that is away
/// ends each of them every few minutes for as long as it is, and is waited for.
final class ThreadFailures {
  static final int LIMIT = 10;

  private final AtomicInteger replaced = new AtomicInteger();

  /// Whether another thread takes the place of one that ended so.
  boolean isToReplace(Throwable failure) {
    return KafkaFailures.isPassing(failure) || replaced.incrementAndGet() <= LIMIT;
  }
}
