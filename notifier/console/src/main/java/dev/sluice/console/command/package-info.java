/// The commands that speak to the console: `sluice rollout`, `policy`, `device`, `token`.
///
/// Main type: [dev.sluice.console.command.ConsoleCommands], found by `ServiceLoader`. They know
/// the API by its paths and JSON only, and read no topic. Nothing depends on them.
@NullMarked
package dev.sluice.console.command;

import org.jspecify.annotations.NullMarked;
