/// The log of one device.
///
/// Main type: [dev.sluice.agent.log.AgentLog]. Each agent writes a file of its own, because many of
/// them may run in one process. Only the agent may depend on it.
@NullMarked
package dev.sluice.agent.log;

import org.jspecify.annotations.NullMarked;
