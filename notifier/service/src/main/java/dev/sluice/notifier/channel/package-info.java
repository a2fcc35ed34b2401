/// Carries events between Kafka and the stamp's MQTT broker, by Camel routes.
///
/// Main type: [dev.sluice.notifier.channel.MqttBridge]. It refuses messages that a device sends in
/// the name of another, and anything but confirmations and reports from devices. Programs and
/// `infra/stack` may depend on it.
@NullMarked
package dev.sluice.notifier.channel;

import org.jspecify.annotations.NullMarked;
