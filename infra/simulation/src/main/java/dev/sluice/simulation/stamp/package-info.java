/// The servers' side: what is published, signed, planned and counted.
///
/// Main types: [dev.sluice.simulation.stamp.Notifier] around the rollout machine and the
/// partitions of the devices, and [dev.sluice.simulation.stamp.SignerProcess] around the
/// repository's core; what these ask of the world is a [dev.sluice.simulation.stamp.StampStore]
/// and keys in memory. [dev.sluice.simulation.stamp.Catalogue] knows what was really published and
/// is what invariants are checked against. It decides nothing that a core decides. The simulation
/// itself depends on it.
@NullMarked
package dev.sluice.simulation.stamp;

import org.jspecify.annotations.NullMarked;
