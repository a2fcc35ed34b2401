/// Traces that follow one release through all programs, as W3C trace context in events, messages
/// and requests.
///
/// [dev.sluice.program.trace.Traces] starts a span from a `traceparent` text and gives the text of
/// the current one. Identities are always made, so
/// that logs of all programs share one; spans are sent only where an endpoint is configured. Shells
/// and bindings use it.
@NullMarked
package dev.sluice.program.trace;

import org.jspecify.annotations.NullMarked;
