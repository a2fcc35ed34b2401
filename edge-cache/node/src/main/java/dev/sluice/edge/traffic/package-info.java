/// How much an edge node served, and how much of that it had to fetch.
///
/// The main type is [dev.sluice.edge.traffic.TrafficMeter]. It counts bodies, not headers. All
/// packages of the node may depend on it.
@NullMarked
package dev.sluice.edge.traffic;

import org.jspecify.annotations.NullMarked;
