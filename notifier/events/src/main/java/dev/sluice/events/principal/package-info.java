/// Who may use the APIs, and as what: topic `principals`.
@NullMarked
@CheckReturnValue
package dev.sluice.events.principal;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
