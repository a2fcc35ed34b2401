package dev.sluice.cache.holding;

import dev.sluice.cache.freshness.ObjectPath;

/// Names one slice of one object.
///
/// @param path the object
/// @param index number of the slice in it, from 0
public record SliceKey(ObjectPath path, long index) {
  public SliceKey {
    if (index < 0) {
      throw new IllegalArgumentException("a slice index must be 0 or above, got " + index);
    }
  }
}
