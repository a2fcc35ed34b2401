package dev.sluice.rollout.device;

import dev.sluice.events.DeviceState;
import dev.sluice.release.ProductName;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything that the notifier keeps of a device.
///
/// @param state its entry in the inventory
/// @param outcomes the outcome that counts, by product; immutable
public record DeviceRecord(DeviceState state, SortedMap<ProductName, LatestOutcome> outcomes) {
  private static final String PRODUCT_TAG = "product:";

  /// Copies the outcomes.
  public DeviceRecord {
    outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
  }

  /// Whether the device takes releases of the product.
  ///
  /// Our choice: a device with tags `product:<name>` takes those products and no others, one
  /// without takes every product. So a stamp with one product needs no such tags.
  public boolean takes(ProductName product) {
    boolean any = false;
    for (String tag : state.attributes().tags()) {
      if (tag.startsWith(PRODUCT_TAG)) {
        any = true;
        if (tag.substring(PRODUCT_TAG.length()).equals(product.value())) {
          return true;
        }
      }
    }
    return !any;
  }

  DeviceRecord withState(DeviceState next) {
    return new DeviceRecord(next, outcomes);
  }

  DeviceRecord withOutcome(ProductName product, LatestOutcome outcome) {
    SortedMap<ProductName, LatestOutcome> next = new TreeMap<>(outcomes);
    next.put(product, outcome);
    return new DeviceRecord(state, next);
  }
}
