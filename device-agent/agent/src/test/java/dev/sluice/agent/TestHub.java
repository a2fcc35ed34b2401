package dev.sluice.agent;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import dev.sluice.events.Event;
import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.TraceParent;
import dev.sluice.events.announcement.MqttTopics;
import dev.sluice.tuf.json.MalformedJsonException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// A real MQTT 5 broker, and a client on it that plays the rest of the pipeline.
final class TestHub implements AutoCloseable {
  /// The password that the broker accepts.
  static final String SECRET = "0123456789abcdef";

  private final EmbeddedHiveMQ broker;
  private final int port;
  private final Mqtt5AsyncClient client;
  private final List<Event> received = new CopyOnWriteArrayList<>();
  private final List<TraceParent> traces = new CopyOnWriteArrayList<>();

  TestHub(Path directory) throws IOException {
    port = freePort();
    for (String folder : List.of("conf", "data", "extensions")) {
      Files.createDirectories(directory.resolve(folder));
    }
    Files.writeString(
        directory.resolve("conf/config.xml"),
        """
        <?xml version="1.0"?>
        <hivemq>
          <listeners><tcp-listener>
            <port>%d</port><bind-address>127.0.0.1</bind-address>
          </tcp-listener></listeners>
          <persistence><mode>in-memory</mode></persistence>
          <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
        </hivemq>
        """
            .formatted(port));
    broker =
        EmbeddedHiveMQ.builder()
            .withConfigurationFolder(directory.resolve("conf"))
            .withDataFolder(directory.resolve("data"))
            .withExtensionsFolder(directory.resolve("extensions"))
            .withEmbeddedExtension(
                EmbeddedExtension.builder()
                    .withId("test")
                    .withName("test")
                    .withVersion("1")
                    .withAuthor("test")
                    .withPriority(0)
                    .withStartPriority(0)
                    .withExtensionMain(new Door())
                    .build())
            .withoutLoggingBootstrap()
            .build();
    broker.start().join();
    client = Mqtt5Client.builder().identifier("pipeline").serverPort(port).buildAsync();
    client.publishes(MqttGlobalPublishFilter.ALL, this::receive);
    var _ =
        client
            .connectWith()
            .simpleAuth()
            .username("pipeline")
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
    return port;
  }

  /// What devices have sent, in order.
  <T extends Event> List<T> received(Class<T> type) {
    return received.stream().filter(type::isInstance).map(type::cast).toList();
  }

  void forget() {
    received.clear();
  }

  /// Sends an announcement, retained.
  void announce(String topic, Event event, Optional<TraceParent> trace) {
    var stamped =
        new StampedEvent<>(UUID.randomUUID().toString(), "test", Instant.now(), trace, event);
    var _ =
        client
            .publishWith()
            .topic(topic)
            .qos(MqttQos.AT_LEAST_ONCE)
            .retain(true)
            .payload(EventCodec.encodeStructured(stamped))
            .send()
            .join();
  }

  /// Forgets a retained announcement.
  void clear(String topic) {
    var _ = client.publishWith().topic(topic).retain(true).send().join();
  }

  @Override
  public void close() throws Exception {
    client.disconnect().join();
    broker.close();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Lets in who knows the secret.
  private static final class Door implements ExtensionMain, SimpleAuthenticator {
    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
      Services.securityRegistry().setAuthenticatorProvider(_ -> this);
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {}

    @Override
    public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
      boolean isRight =
          input
              .getConnectPacket()
              .getPassword()
              .map(password -> StandardCharsets.UTF_8.decode(password.duplicate()).toString())
              .filter(SECRET::equals)
              .isPresent();
      if (isRight) {
        output.authenticateSuccessfully();
      } else {
        output.failAuthentication();
      }
    }
  }
}
