/// Lets a new version prove its health, or puts the previous one back.
///
/// Main type: [Proof]; [Return] goes back. The deadline is counted in looks and pauses, never by a
/// clock, and how often a proof begins is bounded. It takes nothing for healthy that a look did not
/// find so, and starts and stops nothing on the device. Only the machine may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.update.prove;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
