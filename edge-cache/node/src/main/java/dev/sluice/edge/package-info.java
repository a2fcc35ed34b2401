/// One edge node as a whole: cache and hub on one machine, put together from a configuration.
///
/// The main type is [dev.sluice.edge.EdgeNode]. It decides nothing itself. Only `infra` depends on
/// it.
@NullMarked
package dev.sluice.edge;

import org.jspecify.annotations.NullMarked;
