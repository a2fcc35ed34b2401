/// The configuration of an edge node, section by section.
///
/// The main type is [dev.sluice.edge.config.EdgeConfig]. Every default stands here, or beside what
/// it belongs to ([dev.sluice.edge.upstream.UpstreamConfig], [dev.sluice.edge.hub.LinkConfig]),
/// with its reason. Only the node as a whole and `infra` depend on it.
@NullMarked
package dev.sluice.edge.config;

import org.jspecify.annotations.NullMarked;
