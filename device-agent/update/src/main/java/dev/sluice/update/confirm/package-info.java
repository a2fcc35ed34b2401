/// Says what happened: outcomes, the steps on the way to them, and the trace that they belong to.
///
/// Main type: [Ending], which remembers how an attempt ended and confirms it, in the words of
/// [Confirmations]. [Telling] notes steps and reports them, [Tracing] keeps the trace. It neither
/// looks at documents nor touches files; what follows an outcome it names, as any step does. The
/// packages of the machine's steps may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.update.confirm;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
