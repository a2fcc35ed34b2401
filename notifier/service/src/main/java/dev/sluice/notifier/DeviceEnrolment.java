package dev.sluice.notifier;

import dev.sluice.events.DeviceEnrolled;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.UndeliveredEventException;

/// Makes devices part of the fleet.
public final class DeviceEnrolment {
  private final EventProducer producer;

  /// @param producer the caller's, who closes it
  public DeviceEnrolment(EventProducer producer) {
    this.producer = producer;
  }

  /// Enrols a device, or changes the attributes of one that is enrolled under this epoch.
  ///
  /// @param epoch higher than the last when the device gets another key
  /// @param key checks the device's confirmations
  /// @param attributes what ring selectors look at; tags `product:<name>`, if there are any, say
  ///     which
  ///     products the device takes
  /// @throws UndeliveredEventException if Kafka did not take it
  public void enrol(DeviceId device, long epoch, DevicePublicKey key, DeviceAttributes attributes)
      throws UndeliveredEventException {
    producer.send(new DeviceEnrolled(device, epoch, key, attributes));
  }
}
