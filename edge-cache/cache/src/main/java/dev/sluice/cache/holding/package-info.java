/// Which slices a node holds.
///
/// The main type is [dev.sluice.cache.holding.SliceIndex]: it finds slices, enters new ones and
/// names those that leave. It holds no bytes and deletes nothing itself; the store around it does.
/// Edge nodes and the simulation may depend on it.
@CheckReturnValue
@NullMarked
package dev.sluice.cache.holding;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
