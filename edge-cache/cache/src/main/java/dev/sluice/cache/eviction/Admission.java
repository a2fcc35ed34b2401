package dev.sluice.cache.eviction;

import java.util.List;

/// The answer to a newcomer.
///
/// @param admitted whether it may stay; false when it is larger than the whole cache
/// @param victims what has to leave, the first first; the index has forgotten them already
public record Admission<K>(boolean admitted, List<K> victims) {
  public Admission {
    victims = List.copyOf(victims);
  }
}
