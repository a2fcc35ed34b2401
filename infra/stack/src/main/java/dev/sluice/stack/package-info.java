/// The whole pipeline in one process, on embedded servers.
///
/// [dev.sluice.stack.Pipeline] starts the servers and the programs on one
/// [dev.sluice.stack.DataDirectory], each program from a configuration file as its launcher does;
/// [dev.sluice.stack.Fleet] starts agents behind them; [dev.sluice.stack.PipelineClient] is how the
/// commands and the demo see it, through the APIs. It refuses to wire what a program can wire
/// itself. The command line and the demo use it.
@NullMarked
package dev.sluice.stack;

import org.jspecify.annotations.NullMarked;
