package dev.sluice.cache.holding;

import dev.sluice.cache.eviction.EvictionIndex;
import dev.sluice.cache.freshness.ObjectPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The slices of a store by object, up to a number of bytes; the least recently used leave first.
///
/// | call | then |
/// |---|---|
/// | `enter`, of the length that the object has here | it is here; the least recently used leave |
/// | `enter`, of another length | it is here; slices of the other edition leave as well |
/// | `enter`, larger than the limit | it is not here, nor is the one that it was to replace |
/// | `makeRoom` | the least recently used leave, for so many bytes, or all |
/// | `drop` of what is here | it is gone |
/// | `drop` of what has been replaced, or left | nothing |
///
/// Slices of an object of another length belong to other bytes under the same path; they must not
/// be mixed. Not safe for use by several threads: one owner calls it, under its lock.
///
/// @param <S> a slice, as the store knows it
public final class SliceIndex<S extends HeldSlice> implements Holdings<S> {
  private final Map<ObjectPath, TreeMap<Long, S>> objects = new HashMap<>();
  private final EvictionIndex<SliceKey> eviction;

  /// An empty index.
  ///
  /// @param limitBytes most bytes of all slices together, 0 or more
  public SliceIndex(long limitBytes) {
    this.eviction = new EvictionIndex<>(limitBytes);
  }

  @Override
  public Optional<S> find(SliceKey key) {
    var slices = objects.get(key.path());
    var found = slices == null ? null : slices.get(key.index());
    if (found == null) {
      return Optional.empty();
    }
    eviction.touch(key);
    return Optional.of(found);
  }

  @Override
  public Optional<S> findAny(ObjectPath path) {
    var slices = objects.get(path);
    return slices == null ? Optional.empty() : Optional.of(slices.firstEntry().getValue());
  }

  /// Enters a slice, in place of an older one of the same key.
  ///
  /// @param sizeBytes what it takes up in the store, 0 or more
  /// @return who leaves for it; never the one that it replaces
  public Entry<S> enter(S slice, long sizeBytes) {
    var leaving = removeOtherEdition(slice);
    var admission = eviction.admit(slice.key(), sizeBytes);
    for (var victim : admission.victims()) {
      leaving.add(remove(victim));
    }
    if (admission.admitted()) {
      objects
          .computeIfAbsent(slice.key().path(), _ -> new TreeMap<>())
          .put(slice.key().index(), slice);
    } else if (isHere(slice.key())) {
      var _ = remove(slice.key());
    }
    return new Entry<>(admission.admitted(), leaving);
  }

  /// Lets the least recently used leave although the limit is not reached: the disk is full before.
  ///
  /// @param bytes how many they have to have together, 1 or more
  /// @return who leaves; empty if nothing is here
  public List<S> makeRoom(long bytes) {
    return eviction.release(bytes).stream().map(this::remove).toList();
  }

  /// Takes out a slice that was found bad, unless it has been replaced since. Identity, not
  /// equality: the slice that replaced a damaged one may well be equal to it.
  ///
  /// @return whether it was still there: false for all but the first who drops it
  @SuppressWarnings("ReferenceEquality")
  public boolean drop(S slice) {
    var slices = objects.get(slice.key().path());
    if (slices == null || slices.get(slice.key().index()) != slice) {
      return false;
    }
    forget(slice);
    return true;
  }

  /// The sum of the sizes of all slices.
  public long usedBytes() {
    return eviction.usedBytes();
  }

  /// How many slices there are.
  public int size() {
    return eviction.size();
  }

  private List<S> removeOtherEdition(S newcomer) {
    var leaving = new ArrayList<S>();
    var slices = objects.get(newcomer.key().path());
    if (slices == null
        || slices.firstEntry().getValue().objectLengthBytes() == newcomer.objectLengthBytes()) {
      return leaving;
    }
    for (var slice : List.copyOf(slices.values())) {
      forget(slice);
      if (!slice.key().equals(newcomer.key())) {
        leaving.add(slice);
      }
    }
    return leaving;
  }

  private void forget(S slice) {
    eviction.forget(slice.key());
    var _ = remove(slice.key());
  }

  private boolean isHere(SliceKey key) {
    var slices = objects.get(key.path());
    return slices != null && slices.containsKey(key.index());
  }

  private S remove(SliceKey key) {
    var slices = objects.getOrDefault(key.path(), new TreeMap<>());
    var slice = slices.remove(key.index());
    if (slice == null) {
      throw new IllegalStateException("every slice with a size must be in the index, not " + key);
    }
    if (slices.isEmpty()) {
      objects.remove(key.path());
    }
    return slice;
  }
}
