package dev.sluice.cache.holding;

import java.util.List;

/// What the entry of a slice leads to.
///
/// @param admitted whether it may stay; false when it is larger than the whole store
/// @param leaving whose bytes have to go, the first first; the index has forgotten them already
public record Entry<S extends HeldSlice>(boolean admitted, List<S> leaving) {
  public Entry {
    leaving = List.copyOf(leaving);
  }
}
