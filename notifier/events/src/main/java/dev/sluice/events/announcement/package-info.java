/// Hints for devices that something new may exist: topic `announcements`, and its form on MQTT.
@NullMarked
@CheckReturnValue
package dev.sluice.events.announcement;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
