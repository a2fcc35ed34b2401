/// Where the bytes come from: the next tier or the origin.
///
/// The main type is [dev.sluice.edge.upstream.Upstream]; retry, time limits and counting wrap it.
/// It never caches. `content` depends on it.
@NullMarked
package dev.sluice.edge.upstream;

import org.jspecify.annotations.NullMarked;
