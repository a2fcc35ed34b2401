/// What the machine and its shell say to each other.
///
/// An [Effect] is what the shell has to do, an [UpdateEvent] what happened to the device. Both are
/// data; nothing is done here. The machine's packages, the shells and the simulation may depend on
/// it.
@NullMarked
@CheckReturnValue
package dev.sluice.update.port;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
