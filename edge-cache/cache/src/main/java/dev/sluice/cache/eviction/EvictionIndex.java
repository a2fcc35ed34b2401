package dev.sluice.cache.eviction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The entries of a size-limited cache, from the least to the most recently used; it names who
/// leaves.
///
/// The sum of the sizes never exceeds the limit. Least recently used is our choice: a fleet reads a
/// release from its first slice to its last and soon stops, which is the order in which old
/// releases should go.
///
/// Not safe for use by several threads: one owner calls it.
public final class EvictionIndex<K> {
  private final long limitBytes;
  private final LinkedHashMap<K, Long> sizes = new LinkedHashMap<>(16, 0.75f, true);
  private long usedBytes;

  /// @param limitBytes largest sum of sizes, 0 or more; 0 admits nothing but empty entries
  public EvictionIndex(long limitBytes) {
    if (limitBytes < 0) {
      throw new IllegalArgumentException("a cache limit must be 0 or above, got " + limitBytes);
    }
    this.limitBytes = limitBytes;
  }

  /// Enters `key`, or gives it a new size; it becomes the most recently used.
  ///
  /// An entry larger than the limit is not admitted, nobody leaves for it, and an older entry of
  /// that key is forgotten.
  ///
  /// @param sizeBytes 0 or more
  public Admission<K> admit(K key, long sizeBytes) {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("a size must be 0 or above, got " + sizeBytes);
    }
    forget(key);
    if (sizeBytes > limitBytes) {
      return new Admission<>(false, List.of());
    }
    var victims = new ArrayList<K>();
    // Ends: each round takes one entry away, and an empty index uses 0 bytes.
    while (usedBytes > limitBytes - sizeBytes) {
      var victim = sizes.firstEntry().getKey();
      forget(victim);
      victims.add(victim);
    }
    sizes.put(key, sizeBytes);
    usedBytes += sizeBytes;
    return new Admission<>(true, victims);
  }

  /// Lets the least recently used leave until so many bytes are free of them, or nothing is left.
  ///
  /// @param bytes 1 or more
  /// @return who has to leave, the first first; the index has forgotten them already
  public List<K> release(long bytes) {
    var victims = new ArrayList<K>();
    var target = usedBytes - bytes;
    // Ends: each round takes one entry away.
    while (usedBytes > target && !sizes.isEmpty()) {
      var victim = sizes.firstEntry().getKey();
      forget(victim);
      victims.add(victim);
    }
    return victims;
  }

  /// Makes `key` the most recently used. An unknown key is ignored: it may have left a moment ago.
  public void touch(K key) {
    var _ = sizes.get(key);
  }

  /// Takes `key` out; unknown keys are ignored.
  public void forget(K key) {
    var size = sizes.remove(key);
    if (size != null) {
      usedBytes -= size;
    }
  }

  /// The sum of the sizes of all entries.
  public long usedBytes() {
    return usedBytes;
  }

  /// How many entries there are.
  public int size() {
    return sizes.size();
  }

  /// The limit that it was made with.
  public long limitBytes() {
    return limitBytes;
  }
}
