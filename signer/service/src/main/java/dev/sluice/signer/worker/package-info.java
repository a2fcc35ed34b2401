/// Turns events into signatures and signatures into events.
///
/// Main type: [dev.sluice.signer.worker.SigningWorker]. What an event asks for is decided by the
/// repository's core ([dev.sluice.repository.plan.SigningPlan]). It refuses to say that something
/// is signed before devices can see it. Beside it a [dev.sluice.signer.worker.RenewalTask] keeps
/// what is signed from expiring. Only the signer may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.signer.worker;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
