/// What a node asks its upstream for, and how the answer reads.
///
/// The main type is [dev.sluice.cache.upstream.Fetched]. It knows no protocol: whoever speaks one
/// translates into these words. Edge nodes and the simulation may depend on it.
@CheckReturnValue
@NullMarked
package dev.sluice.cache.upstream;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
