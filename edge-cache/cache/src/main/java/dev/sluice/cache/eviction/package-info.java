/// What leaves a full cache.
///
/// The main type is [dev.sluice.cache.eviction.EvictionIndex]. It names victims and deletes nothing
/// itself. Edge nodes may depend on it.
@CheckReturnValue
@NullMarked
package dev.sluice.cache.eviction;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
