/// Feature flags that are switched off for a ring by an order, beside the releases that bring them.
///
/// The main type is [dev.sluice.events.flag.FlagSwitch]: an order and whether devices can read it.
/// A ring of a rings document carries the flags that are off, a
/// [dev.sluice.events.flag.DeviceFlags] is what a device says that it follows. It refuses to know
/// what a flag means, and what a set of flags looks like: `dev.sluice.release.flags` does.
/// Everybody who may use `dev.sluice.events` may use it.
@NullMarked
@CheckReturnValue
package dev.sluice.events.flag;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
