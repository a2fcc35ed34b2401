package dev.sluice.cache.fill;

import dev.sluice.cache.holding.HeldSlice;
import java.util.List;

/// The answer to somebody who wants a slice.
///
/// @param started whether the fill was begun for this caller
/// @param effects what to do, in this order
public record Wanted<S extends HeldSlice, W>(boolean started, List<FillEffect<S, W>> effects) {
  public Wanted {
    effects = List.copyOf(effects);
  }
}
