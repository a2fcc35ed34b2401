/// The commands of `sluice` that speak to edge nodes.
///
/// The main type is [dev.sluice.edge.command.EdgeCommands], which `sluice` finds by the service
/// loader. They use a node's HTTP port and nothing else of this module. Nobody depends on it.
@NullMarked
package dev.sluice.edge.command;

import org.jspecify.annotations.NullMarked;
