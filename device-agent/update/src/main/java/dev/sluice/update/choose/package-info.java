/// Decides what the device shall run, and when.
///
/// Main type: [Choosing]. [Decision] says what a rings document means for the device: its ring, its
/// turn in the rollout, floor releases, safeguard holds, and what it has given up or must never
/// install; [Maintenance] says whether it may switch now. It reads no document from outside and
/// brings nothing. The packages of the steps before and after it may ask for the maintenance
/// window; the rest is the machine's.
@NullMarked
@CheckReturnValue
package dev.sluice.update.choose;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
