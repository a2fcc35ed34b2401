/// Server-sent events: what moves, for those who watch.
///
/// Main type: [dev.sluice.api.stream.EventFeed]; [dev.sluice.api.stream.Broadcast] gives one source
/// to many. It keeps nothing: who comes late asks for the state first. Routes depend on it.
@NullMarked
package dev.sluice.api.stream;

import org.jspecify.annotations.NullMarked;
