package dev.sluice.rollout.device;

import dev.sluice.events.UpdateStep;
import java.util.ArrayList;
import java.util.List;

/// The latest steps of a device, as it told them.
///
/// @param steps in the order in which they became known, at most [#KEPT], each once
public record DeviceTimeline(List<UpdateStep> steps) {
  /// How many are kept: two or three updates.
  public static final int KEPT = 24;

  /// Nothing is known.
  public static final DeviceTimeline EMPTY = new DeviceTimeline(List.of());

  /// Copies the list.
  public DeviceTimeline {
    steps = List.copyOf(steps);
  }

  /// With what was reported. A step that is there already changes nothing: devices repeat what may
  /// not have arrived. The order is not by their clocks, which may be wrong by years.
  public DeviceTimeline with(List<UpdateStep> reported) {
    List<UpdateStep> all = new ArrayList<>(steps);
    for (UpdateStep step : reported) {
      if (!all.contains(step)) {
        all.add(step);
      }
    }
    return new DeviceTimeline(all.subList(Math.max(0, all.size() - KEPT), all.size()));
  }
}
