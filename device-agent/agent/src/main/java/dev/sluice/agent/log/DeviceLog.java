package dev.sluice.agent.log;

import dev.sluice.events.device.DeviceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// Writes what one device has to say to the log of its process. Every line names the device,
/// because many agents may run in one process.
///
/// A key and not a thread's context, because the MQTT client's threads speak for all devices of
/// the process. Safe for use by several threads.
public final class DeviceLog {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sluice.agent");
  private static final int VALUE_LIMIT = 300;

  private final String device;

  /// The log of this device.
  public DeviceLog(DeviceId device) {
    this.device = device.value();
  }

  /// Begins a line.
  public LoggingEventBuilder at(Level level) {
    return LOG.atLevel(level).addKeyValue("device", device);
  }

  /// Text that may quote what came from outside: one line, and not too long.
  public static String outside(String text) {
    String oneLine = text.replaceAll("\\p{Cntrl}", "?");
    return oneLine.length() <= VALUE_LIMIT ? oneLine : oneLine.substring(0, VALUE_LIMIT) + "…";
  }
}
