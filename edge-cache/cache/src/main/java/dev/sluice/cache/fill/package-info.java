/// Slices on their way from upstream into the store: each once at a time, however many wait.
///
/// The main type is [dev.sluice.cache.fill.Fills], the state of all fills of a node: it says what
/// to ask upstream, what to keep, what to ask for again, and who is to be told. It holds no bytes
/// and knows no thread: whoever owns it performs its effects and tells it what came of them. A fill
/// belongs to no reader; readers that leave cancel nothing. Edge nodes and the simulation may
/// depend on it.
@CheckReturnValue
@NullMarked
package dev.sluice.cache.fill;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
