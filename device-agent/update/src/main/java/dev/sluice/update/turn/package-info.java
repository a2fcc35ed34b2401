/// One turn of the machine: what it knows, what it has to do so far, and where that leads.
///
/// Main type: [Turn], an immutable value that a step takes and answers with another. A step ends
/// with a [Move]: it waits in a state of its own, or hands over to another step by naming what
/// comes [Next]. So no step calls another. The package takes no step itself. Only the machine and
/// the packages of its steps may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.update.turn;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
