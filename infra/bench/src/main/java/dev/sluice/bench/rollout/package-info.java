/// How fast the rollout engine is: a real notifier on a real broker in one process, with devices
/// whose messages are made before they are sent.
///
/// Main type: [dev.sluice.bench.rollout.RolloutBenchmark]. The signer is a stand-in that answers
/// every planned rings document at once: it signs nothing, so that the times are the notifier's
/// own. Nothing depends on this package.
@NullMarked
package dev.sluice.bench.rollout;

import org.jspecify.annotations.NullMarked;
