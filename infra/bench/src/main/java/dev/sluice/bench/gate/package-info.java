/// Draws what gates can tell.
///
/// Main type: [dev.sluice.bench.gate.RingSizeChart]. Nothing depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.bench.gate;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
