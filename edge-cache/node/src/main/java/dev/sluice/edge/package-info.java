/// One edge node as a whole: cache and hub on one machine, put together from a configuration.
///
/// The main types are [dev.sluice.edge.EdgeProgram] and the [dev.sluice.edge.EdgeNode] that it
/// starts. They decide nothing themselves. Only `infra` depends on it.
@NullMarked
package dev.sluice.edge;

import org.jspecify.annotations.NullMarked;
