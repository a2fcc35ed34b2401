/// What stops an edge node, or one request, for reasons that the caller cannot be expected to
/// handle.
///
/// The main type is [dev.sluice.edge.failure.EdgeException]. An upstream that is away is not among
/// it: that is an outcome, see [dev.sluice.edge.upstream.Fetched]. All packages of the node may
/// depend on it.
@NullMarked
package dev.sluice.edge.failure;

import org.jspecify.annotations.NullMarked;
