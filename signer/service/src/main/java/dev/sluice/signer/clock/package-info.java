/// Whether our clock may be trusted with a signature.
///
/// A document signed by a clock that is hours ahead makes devices believe it, and refuse everything
/// that is signed afterwards. Main type: [dev.sluice.signer.clock.ClockCheck], which compares our
/// clock with those of the peers that we work with anyway. It refuses to correct a clock: a person
/// must. Only the signer may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.signer.clock;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
