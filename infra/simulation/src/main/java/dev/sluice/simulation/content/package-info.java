/// Bytes on their way from the object store over tiers of edge nodes to a device.
///
/// The main type is [dev.sluice.simulation.content.EdgeTier], a node made of the real cache core
/// and virtual time; it asks an [dev.sluice.simulation.content.Upstream], which is the store,
/// another tier, or a link in front of either that loses, cuts and damages answers. It refuses to
/// look into the bytes. The simulated fleet and the simulation itself depend on it.
@NullMarked
package dev.sluice.simulation.content;

import org.jspecify.annotations.NullMarked;
