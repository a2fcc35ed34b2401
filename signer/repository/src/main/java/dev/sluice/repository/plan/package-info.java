/// What events ask of the repository.
///
/// Main type: [dev.sluice.repository.plan.SigningPlan], which takes the events that wait together
/// and plans one revision for all of them. It refuses to let a path that a product role vouches for
/// mean other bytes later, and, by [dev.sluice.repository.plan.SequenceRule], rings documents that
/// do not rise. The signer and the simulation depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.repository.plan;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
