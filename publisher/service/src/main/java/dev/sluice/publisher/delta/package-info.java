/// Builds patches from what the fleet runs to what was published.
///
/// Main type: [dev.sluice.publisher.delta.DeltaWorker]. It refuses to hand out a patch that it has
/// not applied itself, and one that saves too little. Only `infra` may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.publisher.delta;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
