/// The whole pipeline in one process, on embedded servers.
///
/// [dev.sluice.stack.Pipeline] starts the servers, the services and three edge nodes on one
/// [dev.sluice.stack.DataDirectory]; [dev.sluice.stack.Fleet] starts agents behind them;
/// [dev.sluice.stack.PipelineView] shows what the topics say. The code is the services' own: only
/// the wiring is here, with no decision about releases or devices. The command line and the demo
/// use it.
@NullMarked
package dev.sluice.stack;

import org.jspecify.annotations.NullMarked;
