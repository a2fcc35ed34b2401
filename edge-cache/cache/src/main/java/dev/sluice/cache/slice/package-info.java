/// How a byte range is cut into the aligned slices that a cache fetches and keeps.
///
/// The main type is [dev.sluice.cache.slice.Slicing]. It knows lengths and offsets only: no names,
/// no bytes. Edge nodes and the simulation may depend on it.
@CheckReturnValue
@NullMarked
package dev.sluice.cache.slice;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
