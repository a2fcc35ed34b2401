/// What an edge node tells of itself: which parts are not as they should be, and figures.
///
/// The main types are [dev.sluice.edge.watch.EdgeHealth] and [dev.sluice.edge.watch.EdgeMeters].
/// They ask the parts when they are asked, and count nothing themselves. Only the node as a whole
/// depends on it.
@NullMarked
package dev.sluice.edge.watch;

import org.jspecify.annotations.NullMarked;
