/// What the publisher and the signer say of releases: topics `artifacts` and `releases`.
@NullMarked
@CheckReturnValue
package dev.sluice.events.release;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
