/// Everything that the agent keeps on disk.
///
/// Main type: [dev.sluice.agent.disk.AgentDirectory]. What must survive a power cut is written to a
/// temporary file, forced to the disk and renamed. It refuses to share a directory with another
/// running agent. Only the agent may depend on it.
@NullMarked
package dev.sluice.agent.disk;

import org.jspecify.annotations.NullMarked;
