/// What an edge node tells of itself: which parts are not as they should be, and figures.
///
/// The main types are [dev.sluice.edge.watch.EdgeHealth] and [dev.sluice.edge.watch.EdgeMeters],
/// which ask the parts when they are asked, and [dev.sluice.edge.watch.NodeReporter], which tells
/// the pipeline unasked. They count nothing themselves. Only the node as a whole
/// depends on it.
@NullMarked
package dev.sluice.edge.watch;

import org.jspecify.annotations.NullMarked;
