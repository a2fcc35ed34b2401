/// Light devices: what they are like, what they decide on, and what they say.
///
/// Pure code: time and chance come from outside. It refuses to know Kafka. The fleet's shell and
/// benchmarks depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.fleet.device;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
