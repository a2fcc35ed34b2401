package dev.sluice.notifier.channel;

import java.util.Locale;

/// The broker as Camel names it.
final class MqttEndpoints {
  /// How long the broker keeps a session, and so what has come up meanwhile, without its route.
  static final long SESSION_EXPIRY_SECONDS = 7 * 86_400L;

  /// How many messages may be under way without acknowledgement.
  static final int RECEIVE_MAXIMUM = 100;

  static final int MAX_RECONNECT_DELAY_MILLIS = 30_000;

  private MqttEndpoints() {}

  /// The broker's address as Paho wants it.
  static String brokerUri(BridgeConfig config) {
    return "tcp://" + config.mqttHost() + ":" + config.mqttPort();
  }

  /// An endpoint that publishes, QoS 1, retained.
  static String publisher(BridgeConfig config, String topic) {
    return String.format(
        Locale.ROOT,
        "paho-mqtt5:%s?brokerUrl=%s&clientId=%s&userName=%s&password=RAW(%s)&qos=1&retained=true"
            + "&automaticReconnect=true&maxReconnectDelay=%d",
        topic,
        brokerUri(config),
        config.announcements().id(),
        config.announcements().id(),
        config.announcements().secret(),
        MAX_RECONNECT_DELAY_MILLIS);
  }

  /// An endpoint that receives over a client of the registry, QoS 1.
  static String receiver(String client, String filter) {
    return "paho-mqtt5:%s?client=#%s&qos=1&manualAcksEnabled=true"
        .formatted(filter.replace("+", "%2B"), client);
  }
}
