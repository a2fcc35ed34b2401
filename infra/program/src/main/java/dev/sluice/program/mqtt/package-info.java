/// The address of an MQTT broker, as every program that speaks MQTT is configured with.
///
/// [dev.sluice.program.mqtt.MqttAddress] holds no credentials: whose they are, differs. Shells use
/// it.
@NullMarked
package dev.sluice.program.mqtt;

import org.jspecify.annotations.NullMarked;
