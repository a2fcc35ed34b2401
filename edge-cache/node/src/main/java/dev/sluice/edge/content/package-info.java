/// The cache as its readers see it: store, upstream and rules put together.
///
/// The main type is [dev.sluice.edge.content.ContentCache]. It knows no HTTP. `http` and `hub`
/// depend on it.
@NullMarked
package dev.sluice.edge.content;

import org.jspecify.annotations.NullMarked;
