/// Builds patches from what the fleet runs to what was published.
///
/// Main type: [dev.sluice.publisher.delta.DeltaWorker]; what is offered in the end says
/// [dev.sluice.publisher.delta.Decisions]. It refuses to hand out a patch that saves too little.
/// Only
/// `infra` may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.publisher.delta;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
