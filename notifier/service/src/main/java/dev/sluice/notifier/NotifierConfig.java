package dev.sluice.notifier;

import dev.sluice.api.server.ApiConfig;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.notifier.audit.AuditConfig;
import dev.sluice.notifier.channel.BridgeConfig;
import dev.sluice.notifier.external.ChannelKinds;
import dev.sluice.notifier.external.message.ChannelConfig;
import dev.sluice.notifier.letter.LetterConfig;
import dev.sluice.program.ProgramConfig;
import dev.sluice.program.admin.AdminConfig;
import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.config.HttpAddress;
import dev.sluice.program.trace.TracingConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a notifier needs.
///
/// @param kafka where the queue is
/// @param stateDirectory for the device records; may be lost, then it is rebuilt from Kafka
/// @param threads of the topology, 1 to 64; more than there are partitions stay idle
/// @param channels whom it tells outside of Sluice
/// @param audit how much of the audit log can be searched
/// @param deadLetters how many of them can be searched and replayed
/// @param instances how it works together with others
/// @param console what people see and order
/// @param api where it is
/// @param bridge to the stamp's MQTT broker; absent: another notifier has it
public record NotifierConfig(
    @Describe("where the queue is") KafkaConnection kafka,
    @Describe("folder for device records and the admin token") Path stateDirectory,
    @Describe("threads of the topology, 1 to 64") @Default("1") int threads,
    @Describe("the bridge to the stamp's MQTT broker; without it there is none")
        Optional<BridgeConfig> bridge,
    @Describe("external channels, each told what happens") List<ChannelConfig> channels,
    @Describe("who did what: how much of it can be searched") AuditConfig audit,
    @Describe("what could not be handled: how much of it can be searched") LetterConfig deadLetters,
    @Describe("how several notifiers on one Kafka work together") InstancesConfig instances,
    @Describe("what people see and order") ConsoleConfig console,
    @Describe("where the console's API listens") ApiConfig api,
    @Describe("how long a start waits for what it depends on") @Default("2m") Duration startLimit,
    @Describe("where health and metrics are served") AdminConfig admin,
    @Describe("where traces go") TracingConfig tracing)
    implements ProgramConfig {
  private static final int MAX_THREADS = 64;

  /// Checks the ranges.
  public NotifierConfig {
    channels = List.copyOf(channels);
    ChannelKinds.require(channels);
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads: expected 1 to " + MAX_THREADS + ", got " + threads);
    }
    if (instances.address().isPresent() && api.port() == 0) {
      throw new IllegalArgumentException(
          "instances.address: expected api.port to say where that leads, got any port that is free");
    }
    if (!startLimit.isPositive()) {
      throw new IllegalArgumentException(
          "start-limit: expected more than nothing, got " + startLimit);
    }
  }

  /// Section `console`.
  ///
  /// @param enabled whether the API for people is served
  /// @param address where people open the console: links in messages of channels lead there
  public record ConsoleConfig(
      @Describe("whether the API for people is served") @Default("true") boolean enabled,
      @Describe("where people open the console, as https://HOST; links in messages lead there")
          Optional<URI> address) {
    /// Checks the address.
    public ConsoleConfig {
      address.ifPresent(
          page -> HttpAddress.require("address", page, "links are for everybody, take them out"));
    }
  }
}
