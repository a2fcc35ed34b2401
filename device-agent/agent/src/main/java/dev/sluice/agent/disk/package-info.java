/// Everything that the agent keeps on disk.
///
/// Main types: [dev.sluice.agent.disk.AgentDirectory] and [dev.sluice.agent.disk.Downloads]. What
/// must survive a power cut is written to a temporary file, forced to the disk and renamed; how far
/// a
/// patch was applied is kept only after what it speaks of was forced. It refuses to share a
/// directory
/// with another running agent. Only the agent may depend on it.
@NullMarked
package dev.sluice.agent.disk;

import org.jspecify.annotations.NullMarked;
