package dev.sluice.publisher;

import dev.sluice.api.server.ApiConfig;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.program.ProgramConfig;
import dev.sluice.program.admin.AdminConfig;
import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.trace.TracingConfig;
import dev.sluice.store.ObjectStoreConfig;
import java.nio.file.Path;
import java.time.Duration;

/// What a publisher needs to run.
///
/// @param kafka the queue; the notifier creates its topics
/// @param store the object store; its bucket exists already
/// @param api where releases are published
/// @param admin where health and metrics are served
/// @param tracing where traces go
/// @param workDirectory for artifacts and patches while patches are made
/// @param delta which patches are built, and what building may cost
/// @param startLimit how long to wait for Kafka and the store at the start
public record PublisherConfig(
    @Describe("the queue that all programs share") KafkaConnection kafka,
    @Describe("the object store with an existing bucket") ObjectStoreConfig store,
    @Describe("where releases are published") ApiConfig api,
    @Describe("where health and metrics are served") AdminConfig admin,
    @Describe("where traces go") TracingConfig tracing,
    @Describe(
            "folder for artifacts and patches while patches are made; what an earlier run left there is deleted")
        Path workDirectory,
    @Describe("which patches are built, and what building may cost") DeltaConfig delta,
    @Describe("how long to wait for Kafka and the store at the start") @Default("2m")
        Duration startLimit)
    implements ProgramConfig {
  /// Checks the limit.
  public PublisherConfig {
    if (!startLimit.isPositive()) {
      throw new IllegalArgumentException("start-limit: expected more than 0, got " + startLimit);
    }
  }
}
