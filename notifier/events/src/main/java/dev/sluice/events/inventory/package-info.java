/// Everything that is known of each device: topic `devices`.
@NullMarked
@CheckReturnValue
package dev.sluice.events.inventory;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
