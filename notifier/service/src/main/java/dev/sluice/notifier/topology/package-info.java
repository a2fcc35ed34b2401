/// Runs the rollout machine and the device rules in Kafka Streams.
///
/// Main type: [dev.sluice.notifier.topology.NotifierTopology]. It refuses to decide anything: its
/// processors read state, ask the core, keep the new state and send what the core wants sent, all
/// in one transaction. Only [dev.sluice.notifier.Notifier] depends on it.
@NullMarked
package dev.sluice.notifier.topology;

import org.jspecify.annotations.NullMarked;
