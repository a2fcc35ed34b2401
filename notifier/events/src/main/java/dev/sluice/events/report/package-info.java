/// What devices and edge nodes say of themselves: topic `device-reports`.
@NullMarked
@CheckReturnValue
package dev.sluice.events.report;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
