/// What became of an update, signed by its device: topic `confirmations`.
@NullMarked
@CheckReturnValue
package dev.sluice.events.confirmation;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
