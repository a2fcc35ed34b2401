/// What the machine must know about its device: [UpdateSettings], given once when the machine is
/// made.
///
/// It reads no configuration; a shell fills it in. Every package of the update core but the lowest
/// may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.update.settings;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
