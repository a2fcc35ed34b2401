package dev.sluice.console;

import dev.sluice.api.Page;
import dev.sluice.api.PageRequest;
import dev.sluice.events.DeviceState;
import dev.sluice.events.UpdateStep;
import dev.sluice.events.device.DeviceId;
import java.io.IOException;
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

  /// One device.
  ///
  /// @throws IOException if the state cannot be asked now
  Optional<DeviceState> find(DeviceId device) throws IOException;

  /// The latest steps of a device, in the order in which they became known; empty if it told none.
  ///
  /// @throws IOException if the state cannot be asked now
  List<UpdateStep> timeline(DeviceId device) throws IOException;
}
