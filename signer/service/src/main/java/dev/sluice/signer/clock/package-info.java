/// Whether our clock may be trusted with a signature.
///
/// Main type: [dev.sluice.signer.clock.ClockCheck], which compares our clock with those of the
/// peers that we work with anyway, by the core's [dev.sluice.repository.ClockRule]. It refuses to
/// correct a clock: a person must. Only the signer may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.signer.clock;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
