/// The one condition language: which devices are meant, in words that people and machines read.
///
/// Main type: [dev.sluice.events.condition.Condition], whose doc has the grammar. It refuses to
/// look anything up: a condition is asked about [dev.sluice.events.condition.DeviceFacts].
/// Selectors, holds, routes and lists of devices use it.
@NullMarked
@CheckReturnValue
package dev.sluice.events.condition;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
