/// Measures what our own code costs, with JMH.
///
/// The main type is [dev.sluice.bench.Benchmarks]. One command builds what is needed and runs all
/// of them, or those whose names match a regular expression:
///
/// ```
/// mvn verify -pl infra/bench -am -DskipTests -Dbench=.
/// mvn verify -pl infra/bench -am -DskipTests -Dbench=Delta
/// ```
///
/// [dev.sluice.bench.delta.DeltaComparison] measures patches beside those of other tools, on real
/// files.
///
/// Nothing here runs in an ordinary build and no test depends on a time: numbers of a busy machine
/// prove nothing. Inputs come from fixed seeds, so that two runs measure the same work. Nothing may
/// depend on this package.
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;
