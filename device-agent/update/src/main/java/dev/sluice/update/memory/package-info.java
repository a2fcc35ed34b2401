/// What the device must remember across a power cut.
///
/// Main type: [UpdateMemory]. Its parts say what the device runs ([Installed]), what is too old for
/// it ([Bounds]), what it has given up ([Failures]), what it holds ([Holding]) and what it has told
/// ([Timeline]). Values only: they check themselves and answer with copies. Trusted metadata is not
/// in here. The machine's packages, the shells and the simulation may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.update.memory;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
