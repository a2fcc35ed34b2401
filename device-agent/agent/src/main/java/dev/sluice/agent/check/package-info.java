/// Looks whether the version that was just installed is healthy.
///
/// Main type: [dev.sluice.agent.check.HealthCheck], one look at a time: a command, an address or a
/// file, as [dev.sluice.agent.check.HealthConfig] says. How often to look, and what follows, is
/// decided by the update machine. Only the agent may depend on it.
@NullMarked
package dev.sluice.agent.check;

import org.jspecify.annotations.NullMarked;
