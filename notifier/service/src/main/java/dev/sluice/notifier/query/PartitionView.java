package dev.sluice.notifier.query;

import dev.sluice.events.ByteString;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/// One partition of a state store, to be read. It leaves no iterator open.
///
/// Keys are in the order of their UTF-8. A partition that is taken away meanwhile ends the reading
/// with an [InvalidStateStoreException], which [LocalStores] deals with.
public final class PartitionView {
  /// Behind every key that is ASCII.
  public static final String END = "\uffff";

  private final ReadOnlyKeyValueStore<String, byte[]> store;

  PartitionView(ReadOnlyKeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  /// The entry of a key.
  public Optional<Found> find(String key) {
    return Optional.ofNullable(store.get(key)).map(value -> new Found(key, ByteString.of(value)));
  }

  /// Shows the entries from one key to another, both included, in the order of keys.
  ///
  /// @param visitor says whether to go on
  public void scan(String from, String to, Predicate<Found> visitor) {
    if (from.compareTo(to) <= 0) {
      show(store.range(from, to), visitor);
    }
  }

  /// The same from the last to the first.
  public void scanBack(String from, String to, Predicate<Found> visitor) {
    if (from.compareTo(to) <= 0) {
      show(store.reverseRange(from, to), visitor);
    }
  }

  private static void show(KeyValueIterator<String, byte[]> entries, Predicate<Found> visitor) {
    try (entries) {
      while (entries.hasNext()) {
        KeyValue<String, byte[]> entry = entries.next();
        byte @Nullable [] value = entry.value;
        if (value == null) {
          // A store in memory forgets under its readers: one entry, or all when it is taken away.
          throw new InvalidStateStoreException("the store changed while it was read");
        }
        if (!visitor.test(new Found(entry.key, ByteString.of(value)))) {
          return;
        }
      }
    }
  }
}
