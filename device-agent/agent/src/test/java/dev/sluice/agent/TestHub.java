package dev.sluice.agent;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.sluice.events.Event;
import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.TraceParent;
import dev.sluice.events.announcement.MqttTopics;
import dev.sluice.server.mqtt.MqttBroker;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.update.fake.FakeFleet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// A real MQTT 5 broker, and a client on it that plays the rest of the pipeline.
final class TestHub implements AutoCloseable {
  /// The password that the broker accepts.
  static final String SECRET = "0123456789abcdef";

  private static final String PIPELINE = "pipeline";
  private static final String TOPIC = MqttTopics.announce(FakeFleet.PRODUCT, FakeFleet.RING);

  private final MqttBroker broker;
  private final Mqtt5AsyncClient client;
  private final List<Event> received = new CopyOnWriteArrayList<>();
  private final List<TraceParent> traces = new CopyOnWriteArrayList<>();

  TestHub(Path directory) throws Exception {
    broker =
        MqttBroker.start(directory, Map.of(PIPELINE, SECRET, AgentFixture.DEVICE.value(), SECRET));
    client = Mqtt5Client.builder().identifier(PIPELINE).serverPort(broker.port()).buildAsync();
    client.publishes(MqttGlobalPublishFilter.ALL, this::receive);
    var _ =
        client
            .connectWith()
            .simpleAuth()
            .username(PIPELINE)
            .password(SECRET.getBytes(StandardCharsets.UTF_8))
            .applySimpleAuth()
            .send()
            .join();
    subscribe(MqttTopics.ALL_CONFIRMATIONS);
    subscribe(MqttTopics.ALL_REPORTS);
  }

  private void subscribe(String filter) {
    var _ = client.subscribeWith().topicFilter(filter).qos(MqttQos.AT_LEAST_ONCE).send().join();
  }

  private void receive(Mqtt5Publish publish) {
    publish.getUserProperties().asList().stream()
        .filter(property -> property.getName().toString().equals(TraceParent.NAME))
        .flatMap(property -> TraceParent.find(property.getValue().toString()).stream())
        .forEach(traces::add);
    try {
      received.add(EventCodec.decodeStructured(publish.getPayloadAsBytes()).event());
    } catch (MalformedJsonException e) {
      throw new AssertionError(e);
    }
  }

  /// The traces of what devices have sent, in order.
  List<TraceParent> traces() {
    return traces;
  }

  int port() {
    return broker.port();
  }

  /// What devices have sent, in order.
  <T extends Event> List<T> received(Class<T> type) {
    return received.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /// Forgets that, and the retained announcement.
  void forget() {
    received.clear();
    var _ = client.publishWith().topic(TOPIC).retain(true).send().join();
  }

  /// Sends an announcement to the ring of the fake fleet, retained.
  void announce(Event event, Optional<TraceParent> trace) {
    var stamped =
        new StampedEvent<>(UUID.randomUUID().toString(), "test", Instant.now(), trace, event);
    var _ =
        client
            .publishWith()
            .topic(TOPIC)
            .qos(MqttQos.AT_LEAST_ONCE)
            .retain(true)
            .payload(EventCodec.encodeStructured(stamped))
            .send()
            .join();
  }

  @Override
  public void close() throws Exception {
    client.disconnect().join();
    broker.close();
  }
}
