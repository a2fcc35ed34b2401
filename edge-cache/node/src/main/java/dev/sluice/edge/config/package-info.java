/// Reads the configuration file of an edge node.
///
/// The main type is [dev.sluice.edge.config.EdgeConfigFile]. All mistakes of a file are reported
/// together. Only the command depends on it.
@NullMarked
package dev.sluice.edge.config;

import org.jspecify.annotations.NullMarked;
