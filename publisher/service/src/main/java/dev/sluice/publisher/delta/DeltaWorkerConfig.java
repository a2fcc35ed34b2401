package dev.sluice.publisher.delta;

import dev.sluice.kafka.KafkaConnection;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.store.ObjectStoreConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// What a [DeltaWorker] needs and how much it may spend.
///
/// @param kafka the queue
/// @param store the object store
/// @param workDirectory for artifacts and patches while they are worked on; what an earlier run
///     left there is deleted at the start
/// @param limits what is built and what it may cost
/// @param fleetWait how long to wait for the newest state of the devices before choosing bases
/// @param retries of an event that the store or Kafka kept from being handled
/// @param clock gives the events' time
public record DeltaWorkerConfig(
    KafkaConnection kafka,
    ObjectStoreConfig store,
    Path workDirectory,
    DeltaLimits limits,
    Duration fleetWait,
    RetryPolicy retries,
    InstantSource clock) {
  /// Reading the states of a million devices takes some seconds; without them there are no bases.
  public static final Duration DEFAULT_FLEET_WAIT = Duration.ofSeconds(30);

  /// Checks the wait.
  public DeltaWorkerConfig {
    if (fleetWait.isNegative()) {
      throw new IllegalArgumentException("fleet wait: expected 0 or more, got " + fleetWait);
    }
  }

  /// The defaults.
  public static DeltaWorkerConfig of(
      KafkaConnection kafka, ObjectStoreConfig store, Path workDirectory) {
    return new DeltaWorkerConfig(
        kafka,
        store,
        workDirectory,
        DeltaLimits.DEFAULT,
        DEFAULT_FLEET_WAIT,
        RetryPolicy.STANDARD,
        InstantSource.system());
  }
}
