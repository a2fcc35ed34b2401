package dev.sluice.signer;

import dev.sluice.signer.clock.ClockCheck;
import dev.sluice.signer.commit.SigningWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Lets a revision be signed only by a clock that is right, and counts what was signed.
final class SigningMeters implements SigningWatch {
  private final ClockCheck clockCheck;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final AtomicLong lastSigningSeconds;

  SigningMeters(ClockCheck clockCheck, InstantSource clock, MeterRegistry meters) {
    this.clockCheck = clockCheck;
    this.clock = clock;
    this.meters = meters;
    this.lastSigningSeconds =
        meters.gauge("sluice.signer.last.signing.timestamp.seconds", new AtomicLong());
  }

  @Override
  public void beforeSigning() throws IOException {
    clockCheck.require();
  }

  @Override
  public void signed(Set<String> roles) {
    lastSigningSeconds.set(clock.instant().getEpochSecond());
    for (String role : roles) {
      Counter.builder("sluice.signer.documents")
          .description("documents signed")
          .tag("role", role)
          .register(meters)
          .increment();
    }
  }
}
