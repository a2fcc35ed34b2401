/// The servers' side: what is published, signed, planned and counted.
///
/// Main types: [dev.sluice.simulation.stamp.Notifier] around the real rollout machine and device
/// rules, and [dev.sluice.simulation.stamp.Signer] around a TUF repository in memory.
/// [dev.sluice.simulation.stamp.Catalogue] knows what was really published and is what invariants
/// are checked against. The simulation itself depends on it.
@NullMarked
package dev.sluice.simulation.stamp;

import org.jspecify.annotations.NullMarked;
