/// Says which device is meant, what it is like and how it signs.
///
/// Main type: [dev.sluice.events.device.DeviceId]. It refuses to know what a device runs or where
/// it is: that is reported in events. Everything but the signer's trust rules may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.events.device;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
