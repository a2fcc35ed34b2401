/// Keeps and answers where the fleet's bytes came from: the edge nodes, and what they and the
/// devices
/// told, by time.
///
/// Main types: [dev.sluice.notifier.traffic.TrafficKeeper], which the device half of the topology
/// writes with, and [dev.sluice.notifier.traffic.TrafficSearch], which asks all instances.
@NullMarked
package dev.sluice.notifier.traffic;

import org.jspecify.annotations.NullMarked;
