/// What the application of a patch is asked, and what it answers.
///
/// Main type: [PatchOrder], which says what is applied to what, what it shall give, and what that
/// may cost. These are values only, so that what decides upon patches knows nothing of their
/// format. The machine's packages and the shells may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.update.order;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
