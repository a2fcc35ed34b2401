package dev.sluice.notifier.policy;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.rollout.policy.Pace;
import java.util.Optional;

/// Section `pace` of a ring.
record PaceDocument(
    @Describe("devices admitted in a minute, on average, at the beginning of a wave")
        long devicesPerMinute,
    @Describe("by how much the pace grows whenever a minute's devices have confirmed, 1 to 10")
        @Default("1")
        double growth,
    @Describe("devices in a minute at which it ends to grow; 10,000,000 without it")
        Optional<Long> upTo) {
  private static final int PERCENT = 100;

  /// Checks the ranges.
  PaceDocument {
    var _ = pace(devicesPerMinute, growth, upTo);
  }

  Pace toPace() {
    return pace(devicesPerMinute, growth, upTo);
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // the record's own components
  private static Pace pace(long devicesPerMinute, double growth, Optional<Long> upTo) {
    return new Pace.Limited(
        devicesPerMinute, Math.round(growth * PERCENT), upTo.orElse(Pace.Limited.FASTEST));
  }
}
