package dev.sluice.edge.hub;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.MqttClientStateException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An MQTT client of a test: a device, or the stamp's bridge.
final class TestClient implements AutoCloseable {
  private final Mqtt5BlockingClient client;
  private final List<Mqtt5Publish> received = new CopyOnWriteArrayList<>();

  /// Makes a client that is not connected yet.
  TestClient(int port, String user, String clientId, String secret) {
    client =
        MqttClient.builder()
            .useMqttVersion5()
            .identifier(clientId)
            .serverHost("127.0.0.1")
            .serverPort(port)
            .simpleAuth()
            .username(user)
            .password(secret.getBytes(StandardCharsets.UTF_8))
            .applySimpleAuth()
            .buildBlocking();
    client.toAsync().publishes(MqttGlobalPublishFilter.ALL, received::add);
  }

  /// A connected client whose session outlives it.
  static TestClient connected(int port, String id, String... filters) {
    var client = new TestClient(port, id, id, "secret of " + id);
    client.connect();
    for (var filter : filters) {
      client.subscribe(filter);
    }
    return client;
  }

  void connect() {
    var _ = client.connectWith().cleanStart(false).noSessionExpiry().send();
  }

  void subscribe(String filter) {
    var _ = client.subscribeWith().topicFilter(filter).qos(MqttQos.AT_LEAST_ONCE).send();
  }

  void publish(String topic, byte[] payload, boolean retain) {
    var _ =
        client
            .publishWith()
            .topic(topic)
            .qos(MqttQos.AT_LEAST_ONCE)
            .payload(payload)
            .retain(retain)
            .send();
  }

  void publish(String topic, String payload) {
    publish(topic, payload.getBytes(StandardCharsets.UTF_8), false);
  }

  /// Publishes with one user property.
  void publish(String topic, byte[] payload, boolean retain, String name, String value) {
    var _ =
        client
            .publishWith()
            .topic(topic)
            .qos(MqttQos.AT_LEAST_ONCE)
            .payload(payload)
            .retain(retain)
            .userProperties()
            .add(name, value)
            .applyUserProperties()
            .send();
  }

  /// Values of a user property of what arrived on a topic, in order.
  List<String> propertiesOn(String topic, String name) {
    return received.stream()
        .filter(p -> p.getTopic().toString().equals(topic))
        .flatMap(p -> p.getUserProperties().asList().stream())
        .filter(p -> p.getName().toString().equals(name))
        .map(p -> p.getValue().toString())
        .toList();
  }

  /// Payloads that arrived on a topic, in order.
  List<String> receivedOn(String topic) {
    return received.stream()
        .filter(p -> p.getTopic().toString().equals(topic))
        .map(p -> new String(p.getPayloadAsBytes(), StandardCharsets.UTF_8))
        .toList();
  }

  @Override
  public void close() {
    try {
      client.disconnect();
    } catch (MqttClientStateException _) {
      // the broker was faster
    }
  }
}
