/// The policy of each product: topic `policies`.
@NullMarked
@CheckReturnValue
package dev.sluice.events.policy;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
