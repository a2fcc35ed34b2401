package dev.sluice.cache.coalescing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who waits for which fetch, so that there is one fetch per key at a time.
///
/// | state of the key | call | then |
/// |---|---|---|
/// | idle | `join(w)` | under way with w waiting; w is told to start the fetch |
/// | idle | `begin` | under way with nobody waiting; the caller is told to start the fetch |
/// | under way | `join(w)` | w waits too |
/// | under way | `begin` | nothing |
/// | under way | `leave(w)` | w no longer waits; the fetch goes on, even with nobody waiting |
/// | under way | `finish` | idle; all who waited are returned, to be woken |
/// | idle | `leave`, `finish` | nothing |
///
/// A fetch belongs to no single caller: one leaving cancels nothing for the others, and a failure
/// wakes everybody. Not safe for use by several threads: one owner calls it, under its lock.
///
/// @param <K> what is fetched
/// @param <W> who waits
public final class CoalescingTable<K, W> {
  private final Map<K, List<W>> underWay = new HashMap<>();

  /// Makes a table in which nothing is under way.
  public CoalescingTable() {}

  /// Enters a waiter for `key`.
  public Joining join(K key, W waiter) {
    var waiters = underWay.get(key);
    if (waiters != null) {
      waiters.add(waiter);
      return Joining.WAITS;
    }
    var first = new ArrayList<W>();
    first.add(waiter);
    underWay.put(key, first);
    return Joining.STARTS;
  }

  /// Enters `key` for somebody who does not wait.
  public Joining begin(K key) {
    return underWay.putIfAbsent(key, new ArrayList<>()) == null ? Joining.STARTS : Joining.WAITS;
  }

  /// A waiter gives up. Unknown waiters are ignored: the fetch may just have finished.
  public void leave(K key, W waiter) {
    var waiters = underWay.get(key);
    if (waiters != null) {
      waiters.remove(waiter);
    }
  }

  /// The fetch is over, well or badly.
  ///
  /// @return who is to be woken, in the order of arrival
  public List<W> finish(K key) {
    var waiters = underWay.remove(key);
    return waiters == null ? List.of() : List.copyOf(waiters);
  }

  /// Whether anybody waits for `key`.
  public boolean isAwaited(K key) {
    var waiters = underWay.get(key);
    return waiters != null && !waiters.isEmpty();
  }

  /// Whether a fetch for `key` is under way.
  public boolean isUnderWay(K key) {
    return underWay.containsKey(key);
  }

  /// How many fetches are under way.
  public int size() {
    return underWay.size();
  }
}
