/// Turns events into signatures and signatures into events.
///
/// Main type: [dev.sluice.signer.worker.SigningWorker]. What an event asks for is decided by
/// [dev.sluice.signer.worker.SigningPlan], which is pure. It refuses to let a path that a product
/// role vouches for mean other bytes later, and rings documents that do not rise. Only the signer
/// may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.signer.worker;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
