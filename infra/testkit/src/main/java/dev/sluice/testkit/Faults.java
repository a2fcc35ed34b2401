package dev.sluice.testkit;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// How often each fault happens, and how long a late message takes at most.
///
/// @param probabilities 0 to 1 for each fault; a fault that is not named never happens
/// @param maxDelay how much later than at once a delayed or overtaken message may arrive
public record Faults(Map<Fault, Double> probabilities, Duration maxDelay) {
  private static final Faults NONE = new Faults(Map.of(), Duration.ofSeconds(10));

  public Faults {
    probabilities = Map.copyOf(probabilities);
    probabilities.forEach(
        (fault, probability) -> {
          if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                "the probability of " + fault + " must be 0 to 1, got " + probability);
          }
        });
    if (maxDelay.isNegative() || maxDelay.isZero()) {
      throw new IllegalArgumentException("the longest delay must be positive, got " + maxDelay);
    }
  }

  /// Nothing goes wrong.
  public static Faults none() {
    return NONE;
  }

  /// The same with another probability for one fault.
  public Faults with(Fault fault, double probability) {
    var changed = new EnumMap<Fault, Double>(Fault.class);
    changed.putAll(probabilities);
    changed.put(fault, probability);
    return new Faults(changed, maxDelay);
  }

  /// The same with another longest delay.
  public Faults withMaxDelay(Duration limit) {
    return new Faults(probabilities, limit);
  }

  /// Whether the fault happens this time.
  public boolean strikes(Fault fault, Seeded seeded) {
    return seeded.chance(probabilities.getOrDefault(fault, 0.0));
  }
}
