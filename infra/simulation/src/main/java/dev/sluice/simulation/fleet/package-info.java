/// Devices: the real update machine on a disk that loses unsynced writes, behind a link that comes
/// and goes.
///
/// The main type is [dev.sluice.simulation.fleet.Device]. It decides nothing; it performs what the
/// machine asks for, and dies between any two effects when the faults say so. What matters to
/// invariants it tells a [dev.sluice.simulation.fleet.Witness]. The simulation itself depends on
/// it.
@NullMarked
package dev.sluice.simulation.fleet;

import org.jspecify.annotations.NullMarked;
