package dev.sluice.fleet.device;

/// Chance that depends on nothing but a seed, a device and what is drawn: whatever the order, and
/// however often one asks, the answer is the same. Nothing is kept for it.
///
/// @param seed of the fleet
record Draws(long seed) {
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
  private static final int SHIFT = 11;
  private static final double UNIT = 0x1.0p-53;

  /// What is drawn, each with a number of its own.
  enum Purpose {
    /// Whether a device has a tag.
    TAG(1),
    /// Which hardware it is.
    HARDWARE(2),
    /// Whether it is off for ever.
    OFF(3),
    /// Whether it comes and goes.
    CHURN(4),
    /// Where in its coming and going it is.
    PHASE(5),
    /// How a release ends on it.
    OUTCOME(6),
    /// How long a release takes on it.
    LATENCY(7);

    private final long number;

    Purpose(long number) {
      this.number = number;
    }
  }

  /// An even draw from 0 to 1, excluding 1.
  ///
  /// @param subject which of several, such as a release's counter
  double even(int device, Purpose purpose, long subject) {
    return (bits(device, purpose, subject, 0) >>> SHIFT) * UNIT;
  }

  /// A draw of the standard normal distribution (Box and Muller's transform).
  double normal(int device, Purpose purpose, long subject) {
    double radius = 1 - (bits(device, purpose, subject, 0) >>> SHIFT) * UNIT;
    double angle = (bits(device, purpose, subject, 1) >>> SHIFT) * UNIT;
    return StrictMath.sqrt(-2 * StrictMath.log(radius)) * StrictMath.cos(2 * Math.PI * angle);
  }

  private long bits(int device, Purpose purpose, long subject, int part) {
    long mixed = mix(seed + GOLDEN * (device + 1L));
    mixed = mix(mixed + GOLDEN * purpose.number);
    return mix(mix(mixed + GOLDEN * (subject + 1)) + GOLDEN * (part + 1L));
  }

  /// The finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return mixed ^ (mixed >>> 31);
  }
}
