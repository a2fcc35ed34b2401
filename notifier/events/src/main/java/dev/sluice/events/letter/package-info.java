/// What could not be handled, and what became of it: topic `dead-letters`.
@NullMarked
@CheckReturnValue
package dev.sluice.events.letter;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
