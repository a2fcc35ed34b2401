package dev.sluice.rollout;

/// What a person has seen of a ring and accepted by going on all the same.
///
/// @param failures how many failures
/// @param silence how many silent devices, and such as could not try
/// @param slow whether its devices were slow
public record Accepted(long failures, long silence, boolean slow) {
  /// Nobody has accepted anything.
  public static final Accepted NOTHING = new Accepted(0, 0, false);
}
