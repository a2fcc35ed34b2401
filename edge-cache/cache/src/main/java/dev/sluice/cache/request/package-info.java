/// What a client asks for, read from the headers of its request: byte ranges and cache directives.
///
/// The main type is [dev.sluice.cache.request.RangeHeader]. Parsing never fails: what RFC 9110 and
/// RFC 9111 tell a server to ignore is ignored. It refuses to know anything about paths. Edge nodes
/// may depend on it.
@CheckReturnValue
@NullMarked
package dev.sluice.cache.request;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
