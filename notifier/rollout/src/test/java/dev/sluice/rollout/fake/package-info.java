/// What the cores of the notifier ask of the world, in memory.
///
/// Main type: [dev.sluice.rollout.fake.PartitionInMemory]. It keeps and decides nothing; the tests
/// here and the simulation depend on it, nothing else may.
@NullMarked
package dev.sluice.rollout.fake;

import org.jspecify.annotations.NullMarked;
