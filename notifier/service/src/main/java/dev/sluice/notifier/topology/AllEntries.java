package dev.sluice.notifier.topology;

import dev.sluice.notifier.query.Found;
import dev.sluice.notifier.query.PartitionView;
import dev.sluice.notifier.query.StoreQuery;
import java.util.ArrayList;
import java.util.List;

/// Asks for all entries of a store that has few.
record AllEntries(String kind, String store) implements StoreQuery<AllEntries.Most> {
  /// How many are enough.
  record Most(int entries) {}

  @Override
  public Class<Most> question() {
    return Most.class;
  }

  @Override
  public List<Found> ask(PartitionView partition, Most most) {
    List<Found> found = new ArrayList<>();
    partition.scan(
        "",
        PartitionView.END,
        entry -> {
          found.add(entry);
          return found.size() < most.entries();
        });
    return found;
  }
}
