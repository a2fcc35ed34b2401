/// The HTTP/1.1 server that devices and further tiers read from.
///
/// The main type is [dev.sluice.edge.http.HttpServer]. Netty stops here: no type of it leaves the
/// package, and no event loop ever waits for a disk or for upstream. Only the node itself depends
/// on it.
@NullMarked
package dev.sluice.edge.http;

import org.jspecify.annotations.NullMarked;
