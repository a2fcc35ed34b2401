/// Everything that the agent keeps on disk.
///
/// Main types: [dev.sluice.agent.disk.AgentDirectory], [dev.sluice.agent.disk.Downloads] and
/// [dev.sluice.agent.disk.InstalledFile]. What must survive a power cut is written to a temporary
/// file, forced to the disk and renamed; how far a patch was applied is kept only after what it
/// speaks of was forced. The one file that is overwritten is the installed one, on a device that
/// has chosen so, and only under a journal beside it. It refuses to share a directory with another
/// running agent. Only the agent may depend on it.
@NullMarked
package dev.sluice.agent.disk;

import org.jspecify.annotations.NullMarked;
