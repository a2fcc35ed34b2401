/// Measures how soon devices learn of a release on the whole pipeline, with real agents.
///
/// Main type: [dev.sluice.bench.publish.PublishBenchmark], a program. Nothing depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.bench.publish;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
