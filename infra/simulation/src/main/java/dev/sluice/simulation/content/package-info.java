/// Bytes on their way from the object store over tiers of edge nodes to a device.
///
/// The main type is [dev.sluice.simulation.content.EdgeShell]: the real core of an edge node, with
/// a
/// simulated disk, network and clock around it. It asks an
/// [dev.sluice.simulation.content.Upstream], which is the store, another tier, or a link in front
/// of
/// either that loses, cuts, delays and damages answers. It decides nothing of its own and refuses
/// to
/// look into the bytes. The simulated fleet and the simulation itself depend on it.
@NullMarked
package dev.sluice.simulation.content;

import org.jspecify.annotations.NullMarked;
