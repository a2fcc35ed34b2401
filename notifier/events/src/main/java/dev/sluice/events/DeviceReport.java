package dev.sluice.events;

/// What topic `device-reports` holds: what devices and hubs say of devices.
public sealed interface DeviceReport extends Event permits DeviceEnrolled, DeviceReported {
  @Override
  default Topic<DeviceReport> topic() {
    return Topic.DEVICE_REPORTS;
  }
}
