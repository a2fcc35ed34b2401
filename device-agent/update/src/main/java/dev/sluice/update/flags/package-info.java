/// Follows what the device's ring has switched off, beside the releases.
///
/// Main type: [Flags]. It derives no file and switches nothing by itself: it has the program read
/// what the ring wants, looks whether that is healthy, and tells. Only the machine may depend on
/// it.
@NullMarked
@CheckReturnValue
package dev.sluice.update.flags;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
