/// A real MQTT broker in a test's own process.
///
/// Main type: [dev.sluice.server.mqtt.MqttBroker]. It knows no topic and no device. The tests of
/// every module that speaks MQTT to a broker that is not its own may depend on it.
@NullMarked
package dev.sluice.server.mqtt;

import org.jspecify.annotations.NullMarked;
