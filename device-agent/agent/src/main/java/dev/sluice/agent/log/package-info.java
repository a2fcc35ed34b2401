/// What a device says in the log of its process.
///
/// Main type: [dev.sluice.agent.log.DeviceLog]. It refuses lines that do not name their device.
/// Only the agent may depend on it.
@NullMarked
package dev.sluice.agent.log;

import org.jspecify.annotations.NullMarked;
