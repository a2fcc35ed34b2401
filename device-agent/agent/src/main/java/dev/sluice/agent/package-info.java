/// The agent: the program on a device that keeps it up to date.
///
/// Main type: [dev.sluice.agent.Agent], which owns the device's update machine and performs its
/// effects; [dev.sluice.agent.AgentProgram] is the program `agent` around it. It refuses to start
/// without a trust anchor, and decides nothing about releases itself: that is `dev.sluice.update`.
/// Only infra may depend on it.
@NullMarked
package dev.sluice.agent;

import org.jspecify.annotations.NullMarked;
