package dev.sluice.program;

import dev.sluice.program.admin.Health;
import dev.sluice.program.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.InstantSource;

/// What a program gets from the process that it runs in.
///
/// @param clock what time it is
/// @param health where it says what is not ready and why
/// @param meters where it counts
/// @param traces where it starts spans
public record Surroundings(
    InstantSource clock, Health health, MeterRegistry meters, Traces traces) {
  /// The system's clock, and health, meters and traces that nobody sees.
  public static Surroundings quiet() {
    return new Surroundings(
        Clock.systemUTC(), new Health(), new SimpleMeterRegistry(), Traces.silent());
  }
}
