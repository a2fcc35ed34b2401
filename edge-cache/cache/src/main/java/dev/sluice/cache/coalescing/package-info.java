/// Many callers, one fetch: who starts it, who waits for it.
///
/// The main type is [dev.sluice.cache.coalescing.CoalescingTable]. It holds no thread and no lock;
/// its owner brings both. Edge nodes may depend on it.
@CheckReturnValue
@NullMarked
package dev.sluice.cache.coalescing;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
