/// Knows what addresses in executables refer to, and so how they change when code moves.
@NullMarked
@CheckReturnValue
package dev.sluice.delta.executable;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
