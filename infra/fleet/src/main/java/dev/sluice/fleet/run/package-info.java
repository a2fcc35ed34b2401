/// Light devices on a real queue: reads what is signed, sends what they say.
///
/// Main type: [dev.sluice.fleet.run.Fleet]. It refuses to decide anything for a device. The command
/// depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.fleet.run;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
