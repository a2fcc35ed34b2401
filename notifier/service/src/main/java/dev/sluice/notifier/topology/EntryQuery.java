package dev.sluice.notifier.topology;

import dev.sluice.notifier.query.Found;
import dev.sluice.notifier.query.PartitionView;
import dev.sluice.notifier.query.StoreQuery;
import java.util.List;

/// Asks for the entry of one key.
record EntryQuery(String kind, String store) implements StoreQuery<EntryQuery.Key> {
  /// Which one.
  record Key(String key) {}

  @Override
  public Class<Key> question() {
    return Key.class;
  }

  @Override
  public List<Found> ask(PartitionView partition, Key question) {
    return partition.find(question.key()).stream().toList();
  }
}
