package dev.sluice.notifier.topology;

import dev.sluice.events.DeviceState;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingMembership;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.json.MalformedJsonException;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.apache.kafka.streams.state.KeyValueIterator;

/// The whole inventory, walked through; for any number of threads. A walk costs some microseconds a
/// device and shows each as it is when the walk comes to it.
public final class Inventory {
  private final PartitionStores stores;

  Inventory(PartitionStores stores) {
    this.stores = stores;
  }

  /// Gives devices in the order of their ids to somebody, until that has enough.
  ///
  /// @param prefix what the ids begin with; empty for all
  /// @param after leaves out ids up to this one
  /// @param isEnough is asked with each device in turn
  /// @throws IOException if not every partition can be asked now
  public void walk(String prefix, String after, Predicate<DeviceState> isEnough)
      throws IOException {
    String from = after.compareTo(prefix) > 0 ? after : prefix;
    List<KeyValueIterator<String, byte[]>> partitions =
        stores.ask(
            NotifierTopology.DEVICES_STORE,
            // Every character of an id comes before this one.
            devices -> devices.range(from, prefix + '~'));
    try {
      var next =
          new PriorityQueue<KeyValueIterator<String, byte[]>>(
              Comparator.comparing(KeyValueIterator::peekNextKey));
      partitions.stream().filter(KeyValueIterator::hasNext).forEach(next::add);
      boolean enough = false;
      while (!enough && !next.isEmpty()) {
        KeyValueIterator<String, byte[]> partition = next.remove();
        var entry = partition.next();
        enough =
            !entry.key.equals(after) && isEnough.test(DeviceProcessor.decode(entry.value).state());
        if (partition.hasNext()) {
          next.add(partition);
        }
      }
    } finally {
      partitions.forEach(KeyValueIterator::close);
    }
  }

  /// Which ring each device is in, by the latest planned document of each product.
  ///
  /// @throws IOException if not every partition can be asked now
  public Rings rings() throws IOException {
    Map<ProductName, RingsDocument> documents = new HashMap<>();
    for (KeyValueIterator<String, byte[]> all :
        stores.ask(NotifierTopology.DOCUMENTS_STORE, documentsOf -> documentsOf.all())) {
      try (all) {
        // Each partition has every document, one of them maybe a later one.
        all.forEachRemaining(entry -> keepLatest(documents, decode(entry.value)));
      }
    }
    return new Rings(Map.copyOf(documents));
  }

  private static void keepLatest(
      Map<ProductName, RingsDocument> documents, RingsDocument document) {
    documents.merge(
        document.product(),
        document,
        (one, other) -> one.sequence() >= other.sequence() ? one : other);
  }

  private static RingsDocument decode(byte[] bytes) {
    try {
      return RingsDocument.decode(bytes);
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("a kept rings document must be readable", e);
    }
  }

  /// Finds the ring of a device.
  ///
  /// @param documents one a product
  public record Rings(Map<ProductName, RingsDocument> documents) {
    /// The name of the device's ring for a product; empty if it has none, or nothing was rolled
    /// out.
    public Optional<String> ringOf(ProductName product, DeviceState device) {
      return Optional.ofNullable(documents.get(product))
          .flatMap(
              document -> RingMembership.ringOf(document, device.device(), device.attributes()))
          .map(Ring::name);
    }
  }
}
