/// A real Kafka broker in a test's own process.
///
/// Main type: [dev.sluice.kafka.broker.InProcessBroker]. It refuses to be more than one node. The
/// tests of every module that speaks to Kafka may depend on it.
@NullMarked
package dev.sluice.kafka.broker;

import org.jspecify.annotations.NullMarked;
