package dev.sluice.formats.deflate.block;

import dev.sluice.formats.deflate.block.BlockBuffer.Plan;
import dev.sluice.formats.deflate.encoder.Family;
import dev.sluice.formats.deflate.encoder.Profile;

/// An encoder's choice of how to code a block.
interface Planner {
  /// How the encoder codes a block with these codes.
  Plan plan(Histogram histogram);

  /// The choice that belongs to a profile.
  static Planner of(Profile profile) {
    return profile.family() == Family.GO ? new GoPlanner(profile) : new ZlibPlanner(profile);
  }
}
