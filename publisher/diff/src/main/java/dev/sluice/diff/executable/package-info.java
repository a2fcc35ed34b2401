/// A form of executables in which the matcher sees what is the same but for addresses.
///
/// Main type: [dev.sluice.diff.executable.Normaliser]. Only the API of this module depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.diff.executable;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
