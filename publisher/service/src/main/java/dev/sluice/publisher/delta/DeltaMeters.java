package dev.sluice.publisher.delta;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/// What building patches costs and saves.
///
/// @param attempts how long making one patch takes, whatever comes of it
/// @param built patches that are offered
/// @param savedBytes what one device saves by them, against the whole artifact
public record DeltaMeters(Timer attempts, Counter built, Counter savedBytes) {
  /// Counts in a registry.
  public static DeltaMeters of(MeterRegistry registry) {
    return new DeltaMeters(
        Timer.builder("sluice.publisher.patch.build")
            .description("time to make one patch")
            .register(registry),
        Counter.builder("sluice.publisher.patch.built.patches")
            .description("patches that are offered")
            .register(registry),
        Counter.builder("sluice.publisher.patch.saved.bytes")
            .description("what the patches save one device, against whole artifacts")
            .register(registry));
  }

  /// Counts where nobody looks.
  public static DeltaMeters silent() {
    return of(new SimpleMeterRegistry());
  }
}
