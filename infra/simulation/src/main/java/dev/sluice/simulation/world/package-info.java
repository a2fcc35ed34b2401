/// What every part of a simulation stands on: virtual time, channels with faults, and a trace.
///
/// The main type is [dev.sluice.simulation.world.World]. It runs one step at a time in one thread
/// and refuses to know what the steps do. The other packages of the simulation depend on it.
@NullMarked
package dev.sluice.simulation.world;

import org.jspecify.annotations.NullMarked;
