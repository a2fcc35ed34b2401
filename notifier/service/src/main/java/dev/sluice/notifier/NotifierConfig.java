package dev.sluice.notifier;

import dev.sluice.api.server.ApiConfig;
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
/// @param stateDirectory for the device records; may be lost, then it is rebuilt from Kafka
/// @param threads of the topology, 1 to 64; more than there are partitions stay idle
/// @param console whether the API for people is served
/// @param api where it is
/// @param bridge to the stamp's MQTT broker; absent: another notifier has it
public record NotifierConfig(
    @Describe("where the queue is") KafkaConnection kafka,
    @Describe("folder for device records and the admin token") Path stateDirectory,
    @Describe("threads of the topology, 1 to 64") @Default("1") int threads,
    @Describe("the bridge to the stamp's MQTT broker; without it there is none")
        Optional<BridgeConfig> bridge,
    @Describe("what people see and order") ConsoleConfig console,
    @Describe("where the console's API listens") ApiConfig api,
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

  /// Section `console`.
  ///
  /// @param enabled whether the API for people is served
  public record ConsoleConfig(
      @Describe("whether the API for people is served") @Default("true") boolean enabled) {}
}
