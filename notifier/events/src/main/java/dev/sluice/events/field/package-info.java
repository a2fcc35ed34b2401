/// How the members of events are checked and read; within this module only.
@NullMarked
@CheckReturnValue
package dev.sluice.events.field;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
