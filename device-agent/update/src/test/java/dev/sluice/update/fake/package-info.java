/// A fleet's repository and a device in memory, for tests of the agent and for the simulation.
///
/// Main type: [dev.sluice.update.fake.FakeFleet]. Only tests may depend on it.
@NullMarked
package dev.sluice.update.fake;

import org.jspecify.annotations.NullMarked;
