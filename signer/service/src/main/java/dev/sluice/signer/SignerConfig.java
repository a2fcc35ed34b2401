package dev.sluice.signer;

import dev.sluice.kafka.KafkaConnection;
import dev.sluice.program.ProgramConfig;
import dev.sluice.program.admin.AdminConfig;
import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.trace.TracingConfig;
import dev.sluice.store.ObjectStoreConfig;
import java.nio.file.Path;
import java.time.Duration;

/// What a signer needs to know.
///
/// @param kafka where events come from and go to
/// @param store where metadata stands
/// @param keysDirectory where the keys are, made on first start; mode 0700
/// @param lifetimes how long documents live
/// @param clockLimit how far our clock may be from the store's and the brokers' at most, or nothing
///     is signed
/// @param startLimit how long a start waits for each of its peers
/// @param admin where health and metrics are served
/// @param tracing where traces go
public record SignerConfig(
    KafkaConnection kafka,
    ObjectStoreConfig store,
    @Describe("folder of the signing keys, mode 0700; made on first start") Path keysDirectory,
    LifetimesConfig lifetimes,
    @Describe(
            "how far the clock may be from the store's and the brokers'; beyond, nothing is signed")
        @Default("2m")
        Duration clockLimit,
    @Describe("how long a start waits for each peer") @Default("2m") Duration startLimit,
    AdminConfig admin,
    TracingConfig tracing)
    implements ProgramConfig {
  /// The store's clock tells whole seconds, and its answers take some.
  private static final Duration LEAST_CLOCK_LIMIT = Duration.ofSeconds(10);

  private static final Duration MINUTES_2 = Duration.ofMinutes(2);

  /// Checks the limits.
  public SignerConfig {
    if (clockLimit.compareTo(LEAST_CLOCK_LIMIT) < 0) {
      throw new IllegalArgumentException("clock-limit: expected 10s or more, got " + clockLimit);
    }
    if (!startLimit.isPositive()) {
      throw new IllegalArgumentException("start-limit: expected more than none, got " + startLimit);
    }
  }

  /// A signer with the defaults of everything else.
  public static SignerConfig of(
      KafkaConnection kafka, ObjectStoreConfig store, Path keysDirectory) {
    return new SignerConfig(
        kafka,
        store,
        keysDirectory,
        LifetimesConfig.DEFAULT,
        MINUTES_2,
        MINUTES_2,
        AdminConfig.ANY_PORT,
        TracingConfig.OFF);
  }
}
