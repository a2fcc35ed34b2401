package dev.sluice.rollout;

/// A wave of a rollout.
///
/// @param ring index in the policy's rings, from 0
/// @param wave index in the ring's waves, from 0
public record Position(int ring, int wave) {
  /// The first wave of the first ring.
  public static final Position FIRST = new Position(0, 0);

  /// Checks that both are indices.
  public Position {
    if (ring < 0 || wave < 0) {
      throw new IllegalArgumentException(
          "a position must not be negative, got " + ring + ", " + wave);
    }
  }
}
