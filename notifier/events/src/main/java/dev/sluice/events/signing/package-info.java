/// Rings documents on their way through the signer: topic `signing`.
@NullMarked
@CheckReturnValue
package dev.sluice.events.signing;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
