/// The way of one request through a node: from the path that it asks for to the bytes that answer.
///
/// The main type is [dev.sluice.cache.flow.RequestFlow]: it says what has to happen before an
/// object can be described ([dev.sluice.cache.flow.Opening]); a
/// [dev.sluice.cache.flow.Reading] then says the same for each slice. A state that is not an end
/// names the one thing that it waits for; whoever drives the request does it and gives back what
/// came of it, blocking or not. What many requests share is not here but in
/// [dev.sluice.cache.fill.Fills]. It holds no bytes. Edge nodes and the simulation may depend on
/// it.
@CheckReturnValue
@NullMarked
package dev.sluice.cache.flow;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
