/// The inventory: devices listed, searched, enrolled, with their latest steps, and which versions
/// the fleet runs.
///
/// Main type: [dev.sluice.console.device.DeviceRoutes], over
/// [dev.sluice.console.device.DeviceQueries], which the notifier implements.
/// [dev.sluice.console.device.RingsReaders] keeps other packages from orders that devices cannot
/// read. It keeps no state. The notifier depends on it.
@NullMarked
package dev.sluice.console.device;

import org.jspecify.annotations.NullMarked;
