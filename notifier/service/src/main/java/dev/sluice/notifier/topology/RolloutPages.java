package dev.sluice.notifier.topology;

import dev.sluice.events.rings.RolloutId;
import dev.sluice.notifier.query.Found;
import dev.sluice.notifier.query.PartitionView;
import dev.sluice.notifier.query.StoreQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Asks for rollouts by product, the latest release of each first.
///
/// Products are in the order of their keys, which end in a slash: `demo-a/` is before `demo/`. A
/// page must be in the order in which stores are read, or its cursor leads back.
record RolloutPages() implements StoreQuery<RolloutPages.Part> {
  private static final String FIRST = "";

  /// The order of rollouts, by their keys: see [RolloutKeys].
  static final Comparator<String> LATEST_FIRST =
      Comparator.comparing(RolloutPages::productOf)
          .thenComparing(Comparator.<String>naturalOrder().reversed());

  /// Which part of them.
  ///
  /// @param product what the keys begin with; empty for all products
  /// @param after the key of the last rollout of the page before; empty for the first page
  /// @param most how many of each partition are enough
  record Part(String product, String after, int most) {}

  @Override
  public String kind() {
    return "rollouts";
  }

  @Override
  public String store() {
    return NotifierTopology.RECORDS_STORE;
  }

  @Override
  public Class<Part> question() {
    return Part.class;
  }

  @Override
  public List<Found> ask(PartitionView partition, Part part) {
    var groups = new Groups(part);
    String from = part.product().isEmpty() ? productOf(part.after()) : part.product();
    partition.scan(from, part.product() + PartitionView.END, groups::take);
    return groups.end();
  }

  /// The part of a key up to its slash.
  private static String productOf(String key) {
    return key.substring(0, key.indexOf('/') + 1);
  }

  /// The key that a page ends with, of the text that a cursor holds.
  static String keyOf(String after) {
    return after.isEmpty() ? FIRST : RolloutKeys.of(RolloutId.parse(after));
  }

  /// Turns ascending counters of each product into descending ones, and stops when there are
  /// enough.
  private static final class Groups {
    private final Part part;
    private final List<Found> found = new ArrayList<>();
    private final List<Found> group = new ArrayList<>();

    Groups(Part part) {
      this.part = part;
    }

    boolean take(Found next) {
      if (!group.isEmpty() && !isSameProduct(group.getFirst().key(), next.key())) {
        flush();
      }
      boolean isWanted = found.size() < part.most();
      if (isWanted) {
        group.add(next);
      }
      return isWanted;
    }

    List<Found> end() {
      flush();
      return found;
    }

    private void flush() {
      group.reversed().stream().filter(this::isBehind).forEach(found::add);
      group.clear();
    }

    private boolean isBehind(Found rollout) {
      return !isSameProduct(part.after(), rollout.key())
          || rollout.key().compareTo(part.after()) < 0;
    }

    private static boolean isSameProduct(String key, String other) {
      return productOf(key).equals(productOf(other));
    }
  }
}
