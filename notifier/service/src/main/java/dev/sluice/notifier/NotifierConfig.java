package dev.sluice.notifier;

import dev.sluice.kafka.KafkaConnection;
import dev.sluice.notifier.config.Policies;
import dev.sluice.rollout.policy.RolloutPolicy;
import java.nio.file.Path;

/// What a notifier needs.
///
/// @param kafka where the queue is; the pipeline's topics must be there
/// @param stateDirectory for the device records; may be lost, then it is rebuilt from Kafka
/// @param policies how releases travel
/// @param threads of the topology, 1 to 64; more than there are partitions stay idle
public record NotifierConfig(
    KafkaConnection kafka, Path stateDirectory, Policies policies, int threads) {
  /// One thread keeps up with thousands of confirmations a second.
  public static final int DEFAULT_THREADS = 1;

  private static final int MAX_THREADS = 64;

  /// Checks the range.
  public NotifierConfig {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads must be 1 to " + MAX_THREADS + ", got " + threads);
    }
  }

  /// The standard policy for every product, and one thread.
  public static NotifierConfig of(KafkaConnection kafka, Path stateDirectory) {
    return new NotifierConfig(
        kafka, stateDirectory, Policies.all(RolloutPolicy.defaults()), DEFAULT_THREADS);
  }

  /// The same with other policies.
  public NotifierConfig withPolicies(Policies other) {
    return new NotifierConfig(kafka, stateDirectory, other, threads);
  }
}
