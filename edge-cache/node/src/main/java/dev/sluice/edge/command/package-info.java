/// The command line of an edge node.
///
/// The main type is [dev.sluice.edge.command.EdgeCommand]. Only `infra/stack` depends on it.
@NullMarked
package dev.sluice.edge.command;

import org.jspecify.annotations.NullMarked;
