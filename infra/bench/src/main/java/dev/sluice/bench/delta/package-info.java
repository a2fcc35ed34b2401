/// Sluice's patches beside those of other tools, on real files, in one run.
///
/// Main type: [dev.sluice.bench.delta.DeltaComparison]. Every program is started anew for every
/// pair and measured from outside, so that the start of a JVM and its warming up count. Nothing
/// depends on this package.
@NullMarked
package dev.sluice.bench.delta;

import org.jspecify.annotations.NullMarked;
