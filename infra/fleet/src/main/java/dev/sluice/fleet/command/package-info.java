/// `sluice fleet`.
///
/// Main type: [dev.sluice.fleet.command.FleetCommand]. The `sluice` command line finds
/// [dev.sluice.fleet.command.FleetCommands] by itself; nothing else depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.fleet.command;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
