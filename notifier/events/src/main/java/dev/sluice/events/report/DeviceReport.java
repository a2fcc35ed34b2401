package dev.sluice.events.report;

import dev.sluice.events.Event;
import dev.sluice.events.Topic;

/// What topic `device-reports` holds: what devices and hubs say of devices and of themselves.
public sealed interface DeviceReport extends Event
    permits DeviceEnrolled, DeviceReported, NodeReported {
  @Override
  default Topic<DeviceReport> topic() {
    return Topic.DEVICE_REPORTS;
  }
}
