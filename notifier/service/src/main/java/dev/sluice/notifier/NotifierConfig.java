package dev.sluice.notifier;

import dev.sluice.kafka.KafkaConnection;
import dev.sluice.notifier.channel.BridgeConfig;
import dev.sluice.program.ProgramConfig;
import dev.sluice.program.admin.AdminConfig;
import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.trace.TracingConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What a notifier needs.
///
/// @param kafka where the queue is
/// @param topics which of its topics may be created
/// @param stateDirectory for the device records; may be lost, then it is rebuilt from Kafka
/// @param threads of the topology, 1 to 64; more than there are partitions stay idle
/// @param bridge to the stamp's MQTT broker; absent: another notifier has it
public record NotifierConfig(
    @Describe("where the queue is") KafkaConnection kafka,
    @Describe("the pipeline's topics") TopicsConfig topics,
    @Describe("folder for device records and the admin token") Path stateDirectory,
    @Describe("threads of the topology, 1 to 64") @Default("1") int threads,
    @Describe("the bridge to the stamp's MQTT broker; without it there is none")
        Optional<BridgeConfig> bridge,
    @Describe("how long a start waits for what it depends on") @Default("2m") Duration startLimit,
    @Describe("where health and metrics are served") AdminConfig admin,
    @Describe("where traces go") TracingConfig tracing)
    implements ProgramConfig {
  private static final int MAX_THREADS = 64;

  /// Checks the ranges.
  public NotifierConfig {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads: expected 1 to " + MAX_THREADS + ", got " + threads);
    }
    if (!startLimit.isPositive()) {
      throw new IllegalArgumentException(
          "start-limit: expected more than nothing, got " + startLimit);
    }
  }

  /// Section `topics`.
  ///
  /// @param create whether missing ones are created
  /// @param partitions of those that are created, 1 to 1,000
  public record TopicsConfig(
      @Describe("whether missing topics are created") @Default("true") boolean create,
      @Describe("partitions of those that are created") @Default("4") int partitions) {
    private static final int MAX_PARTITIONS = 1_000;

    /// Checks the range.
    public TopicsConfig {
      if (partitions < 1 || partitions > MAX_PARTITIONS) {
        throw new IllegalArgumentException(
            "partitions: expected 1 to " + MAX_PARTITIONS + ", got " + partitions);
      }
    }
  }
}
