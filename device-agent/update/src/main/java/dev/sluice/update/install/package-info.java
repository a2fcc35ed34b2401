/// Puts an artifact in place, beside the installed file or over it.
///
/// Main type: [Installing], the door. [Switches] replaces the installed file, [Overwrites] makes
/// the artifact over it on a device without room for both; [Inspection] finds out after a start
/// what a power cut left behind. Nothing is put in place whose digest is not the vouched one, that
/// is held, or whose window is closed. It brings no bytes, and leaves it to the proof whether what
/// is in place stays. Only the machine may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.update.install;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
