/// HTTP to the edge node.
///
/// Main type: [dev.sluice.agent.edge.EdgeClient]. It refuses to read more than it was asked for,
/// and to believe anything: what it brings is checked by the update machine. Only the agent may
/// depend on it.
@NullMarked
package dev.sluice.agent.edge;

import org.jspecify.annotations.NullMarked;
