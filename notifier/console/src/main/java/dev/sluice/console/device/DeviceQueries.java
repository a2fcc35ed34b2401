package dev.sluice.console.device;

import dev.sluice.api.Page;
import dev.sluice.api.PageRequest;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.release.ProductName;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The inventory as it is now; for any number of threads.
public interface DeviceQueries {
  /// Devices in the order of their ids; a page's key is the id.
  ///
  /// @param prefix what the ids begin with; empty for all
  /// @throws IOException if the state cannot be asked now
  Page<DeviceState> list(String prefix, PageRequest page) throws IOException;

  /// Devices that fit a filter, in the order of their ids. A page may hold fewer than its limit, or
  /// none, and yet have a next one: no request looks through more than a part of a large inventory.
  ///
  /// @throws IOException if the state cannot be asked now
  Page<DeviceState> search(DeviceFilter filter, PageRequest page) throws IOException;

  /// Which versions the fleet runs: the latest count, seconds old at most. Empty while it is
  /// counted
  /// for the first time; ask again.
  ///
  /// @throws IOException if the state cannot be asked now
  Optional<FleetSpread> spread() throws IOException;

  /// How many devices that take a product read only rings documents of lower formats. Those that
  /// have not reported yet do not count. For product `default` all devices do: which of them take a
  /// product without a policy of its own is open. It looks at the whole inventory.
  ///
  /// @param ringsFormat the format version that should be read
  /// @param since leaves out devices that were last heard of before it
  /// @throws IOException if the state cannot be asked now
  long countBehind(ProductName product, long ringsFormat, Instant since) throws IOException;

  /// One device.
  ///
  /// @throws IOException if the state cannot be asked now
  Optional<DeviceState> find(DeviceId device) throws IOException;

  /// The latest steps of a device, in the order in which they became known; empty if it told none.
  ///
  /// @throws IOException if the state cannot be asked now
  List<UpdateStep> timeline(DeviceId device) throws IOException;
}
