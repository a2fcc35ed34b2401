/// Where the fleet's bytes came from, and what patches saved.
///
/// Main type: [dev.sluice.console.distribution.DistributionRoutes], over
/// [dev.sluice.console.distribution.DistributionQueries], which the notifier implements. It
/// measures nothing: edge nodes and devices tell. The notifier depends on it.
@NullMarked
package dev.sluice.console.distribution;

import org.jspecify.annotations.NullMarked;
