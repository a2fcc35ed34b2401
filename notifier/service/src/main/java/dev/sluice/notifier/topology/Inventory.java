package dev.sluice.notifier.topology;

import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingMembership;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.notifier.query.Found;
import dev.sluice.notifier.query.SharedStores;
import dev.sluice.release.ProductName;
import dev.sluice.rollout.device.DeviceRecord;
import dev.sluice.tuf.json.MalformedJsonException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The whole inventory, walked through; for any number of threads. A walk costs some microseconds a
/// device and shows each as it is when the walk comes to it.
public final class Inventory {
  static final AllEntries DOCUMENTS = new AllEntries("documents", NotifierTopology.DOCUMENTS_STORE);

  private static final DevicePages DEVICES = new DevicePages();

  /// How many devices of a partition are read at a time.
  private static final int AT_A_TIME = 1_000;

  private static final int MOST_DOCUMENTS = 10_000;

  private final SharedStores stores;

  Inventory(SharedStores stores) {
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
    var _ = each(prefix, after, device -> !isEnough.test(device.state()));
  }

  /// The same with all that is known of each, until one is refused.
  ///
  /// @return whether none was
  boolean each(String prefix, String after, Predicate<DeviceRecord> taker) throws IOException {
    return stores.walk(
        DEVICES,
        last -> new DevicePages.Part(prefix, last.isEmpty() ? after : last, AT_A_TIME),
        AT_A_TIME,
        device -> taker.test(StoredPartition.device(device.value().bytes())));
  }

  /// Which ring each device is in, by the latest planned document of each product.
  ///
  /// @throws IOException if they cannot be asked now
  public Rings rings() throws IOException {
    Map<ProductName, RingsDocument> documents = new HashMap<>();
    // Each partition has every document.
    for (Found document : stores.askAt("", DOCUMENTS, new AllEntries.Most(MOST_DOCUMENTS))) {
      keepLatest(documents, decode(document.value().bytes()));
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
