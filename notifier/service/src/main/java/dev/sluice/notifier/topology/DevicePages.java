package dev.sluice.notifier.topology;

import dev.sluice.notifier.query.Found;
import dev.sluice.notifier.query.PartitionView;
import dev.sluice.notifier.query.StoreQuery;
import java.util.ArrayList;
import java.util.List;

/// Asks for devices in the order of their ids.
record DevicePages() implements StoreQuery<DevicePages.Part> {
  /// Which part of them.
  ///
  /// @param prefix what the ids begin with; empty for all
  /// @param after leaves out ids up to this one
  /// @param most how many of each partition are enough
  record Part(String prefix, String after, int most) {}

  @Override
  public String kind() {
    return "devices";
  }

  @Override
  public String store() {
    return NotifierTopology.DEVICES_STORE;
  }

  @Override
  public Class<Part> question() {
    return Part.class;
  }

  @Override
  public List<Found> ask(PartitionView partition, Part part) {
    String from = part.after().compareTo(part.prefix()) > 0 ? part.after() : part.prefix();
    List<Found> found = new ArrayList<>();
    partition.scan(
        from,
        // Every character of an id comes before this one.
        part.prefix() + '~',
        device -> {
          if (!device.key().equals(part.after())) {
            found.add(device);
          }
          return found.size() < part.most();
        });
    return found;
  }
}
