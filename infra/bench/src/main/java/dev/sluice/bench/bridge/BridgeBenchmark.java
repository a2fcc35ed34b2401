package dev.sluice.bench.bridge;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import dev.sluice.edge.hub.Broker;
import dev.sluice.edge.hub.BrokerConfig;
import dev.sluice.edge.hub.Principal;
import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.announcement.MqttTopics;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.Topics;
import dev.sluice.notifier.channel.BridgeConfig;
import dev.sluice.notifier.channel.MqttBridge;
import dev.sluice.notifier.channel.MqttCredentials;
import dev.sluice.program.mqtt.MqttAddress;
import dev.sluice.server.KafkaBroker;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The program behind `infra/bench/bridge`: reports of many devices, sent by the node before the
/// stamp as fast as it may, and counted where they come out of Kafka. Half of them warm it up.
@Command(
    name = "infra/bench/bridge",
    mixinStandardHelpOptions = true,
    description = "Measures how many messages a second the bridge carries up.")
public final class BridgeBenchmark implements Callable<Integer> {
  private static final String HOST = "127.0.0.1";
  private static final String SECRET = "secret";
  private static final String NODE = "node";
  private static final int PARTITIONS = 4;

  /// As many as a node keeps under way.
  private static final int UNDER_WAY = 64;

  private static final long LOOK_MILLIS = 5;

  @Option(names = "--messages", defaultValue = "20000", description = "how many, each half a run")
  private int messages;

  @Option(names = "--devices", defaultValue = "1000", description = "how many devices send them")
  private int devices;

  private final PrintStream out = System.out;

  private BridgeBenchmark() {}

  /// Measures and prints.
  public static void main(String... arguments) {
    System.exit(new CommandLine(new BridgeBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("sluice-bridge");
    var arrived = new LongAdder();
    try (var kafka = KafkaBroker.start(directory.resolve("kafka"));
        Broker mqtt = Broker.start(brokerConfig(directory))) {
      var connection = new KafkaConnection(kafka.bootstrapServers());
      Topics.ensure(connection, PARTITIONS);
      try (var bridge =
              MqttBridge.start(connection, bridgeConfig(mqtt.port()), InstantSource.system());
          var _ = EventFollower.start(connection, Topic.DEVICE_REPORTS, _ -> arrived.increment())) {
        while (bridge.problem().isPresent()) {
          TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        Mqtt5AsyncClient node = connect(mqtt.port());
        double cold = send(node, arrived, 0);
        double warm = send(node, arrived, messages / 2);
        out.printf("%d devices, %d messages%n", devices, messages);
        out.printf("MQTT to Kafka, first half   %.0f /s%n", cold);
        out.printf("MQTT to Kafka, second half  %.0f /s%n", warm);
        node.disconnect().get();
      }
    }
    return 0;
  }

  private static BrokerConfig brokerConfig(Path directory) {
    return new BrokerConfig(
        directory.resolve("mqtt"),
        HOST,
        0,
        directory.resolve("principals.jsonl"),
        List.of(
            Principal.of(NODE, Principal.Kind.NODE, SECRET),
            Principal.of("announcements", Principal.Kind.BRIDGE, SECRET),
            Principal.of("confirmations", Principal.Kind.BRIDGE, SECRET),
            Principal.of("reports", Principal.Kind.BRIDGE, SECRET)));
  }

  private static BridgeConfig bridgeConfig(int port) {
    return new BridgeConfig(
        new MqttAddress(HOST, port, Optional.empty()),
        MqttCredentials.of("announcements", SECRET),
        MqttCredentials.of("confirmations", SECRET),
        MqttCredentials.of("reports", SECRET));
  }

  private static Mqtt5AsyncClient connect(int port) throws Exception {
    Mqtt5AsyncClient client =
        MqttClient.builder()
            .useMqttVersion5()
            .identifier(NODE)
            .serverHost(HOST)
            .serverPort(port)
            .simpleAuth()
            .username(NODE)
            .password(SECRET.getBytes(StandardCharsets.UTF_8))
            .applySimpleAuth()
            .buildAsync();
    var _ = client.connect().get();
    return client;
  }

  /// @return how many came out of Kafka per second, from the first that was sent to the last
  private double send(Mqtt5AsyncClient node, LongAdder arrived, long before) throws Exception {
    long start = System.nanoTime();
    List<CompletableFuture<Mqtt5PublishResult>> sent = new ArrayList<>();
    int half = messages / 2;
    for (int i = 0; i < half; i++) {
      if (i >= UNDER_WAY) {
        var _ = sent.get(i - UNDER_WAY).get();
      }
      var device = new DeviceId(String.format(Locale.ROOT, "device-%06d", i % devices));
      sent.add(
          node.publishWith()
              .topic(MqttTopics.report(device))
              .qos(MqttQos.AT_LEAST_ONCE)
              .payload(payload(device))
              .send());
    }
    while (arrived.sum() < before + half) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return half * 1e9 / (System.nanoTime() - start);
  }

  private static byte[] payload(DeviceId device) {
    return EventCodec.encodeStructured(
        new StampedEvent<>(
            UUID.randomUUID().toString(),
            "bench",
            Instant.now(),
            new DeviceReported(device, 1, List.of())));
  }
}
