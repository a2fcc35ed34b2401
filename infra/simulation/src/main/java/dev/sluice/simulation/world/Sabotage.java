package dev.sluice.simulation.world;

/// A rule that is broken on purpose, to see that an invariant notices: the test of the simulation
/// itself.
public enum Sabotage {
  /// Every rule is kept.
  NONE,
  /// Devices believe that a file has the digest that it should have, whatever is in it.
  IGNORED_DIGESTS,
  /// Devices forget the lowest counter that they may install.
  FORGOTTEN_FLOOR,
  /// Edge nodes fetch a slice for each client that asks for it.
  UNCOALESCED_FETCHES,
  /// Edge nodes take slices for right before they looked at them, and serve them.
  UNCHECKED_SLICES,
  /// The signer signs halted rollouts as if they went on.
  IGNORED_HALT,
  /// Devices go on with a rollout that was announced as halted.
  IGNORED_HOLD,
  /// The signer leaves out through which releases devices pass.
  IGNORED_FLOORS,
  /// The signer takes the last sequence that it signed for the one before, and signs it again.
  FORGOTTEN_SEQUENCE,
  /// The notifier has lost which outcome it has counted when a confirmation comes again.
  COUNTED_TWICE,
  /// Devices never tell what came of an update.
  SILENT_DEVICES
}
