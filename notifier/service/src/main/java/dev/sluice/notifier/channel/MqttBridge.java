package dev.sluice.notifier.channel;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.sluice.events.TraceParent;
import dev.sluice.events.announcement.MqttTopics;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.program.exit.ProgramException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries announcements from Kafka to the stamp's MQTT broker, and confirmations and reports back.
///
/// Down, each announcement is retained under its ring's topic, QoS 1. Up, the routes have
/// persistent sessions: what devices send while the bridge is away waits at the broker. Both ways
/// are at least once; what cannot be read becomes a dead letter, and a side that is away is waited
/// for. Either may be down when the bridge starts: its routes are tried until they start. Whoever
/// starts it closes it.
public final class MqttBridge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MqttBridge.class);

  /// By name: the context does not list a route that could not be started.
  private static final List<String> ROUTES =
      List.of(
          AnnouncementRoute.ROUTE, DeviceMessageRoutes.CONFIRMATIONS, DeviceMessageRoutes.REPORTS);

  private final CamelContext context;
  private final ProducerTemplate template;
  private final EventProducer producer;
  private final RouteHealth health;
  private final List<MqttReceiver> receivers = new ArrayList<>();

  private MqttBridge(CamelContext context, EventProducer producer, RouteHealth health) {
    this.context = context;
    this.template = context.createProducerTemplate();
    this.producer = producer;
    this.health = health;
  }

  /// Starts a bridge; its routes start in the background.
  ///
  /// @param kafka where the queue is; the pipeline's topics must be there
  /// @param clock gives events their time
  public static MqttBridge start(KafkaConnection kafka, BridgeConfig config, InstantSource clock) {
    var producer = new EventProducer(kafka, "sluice/bridge", clock);
    var health = new RouteHealth();
    CamelContext context = RouteContexts.create(kafka);
    var bridge = new MqttBridge(context, producer, health);
    try {
      String publisher = MqttEndpoints.publisher(context, config.broker(), config.announcements());
      context.addRoutes(new AnnouncementRoute(publisher, producer, health));
      context.addRoutes(new DeviceMessageRoutes(producer, health));
      context.start();
      bridge.receive(
          config,
          config.confirmations(),
          List.of(MqttTopics.ALL_CONFIRMATIONS),
          DeviceMessageRoutes.CONFIRMATIONS);
      bridge.receive(
          config,
          config.reports(),
          List.of(MqttTopics.ALL_REPORTS, MqttTopics.ALL_NODE_REPORTS),
          DeviceMessageRoutes.REPORTS);
      return bridge;
    } catch (ProgramException e) {
      bridge.close();
      throw e;
    } catch (Exception e) { // Camel declares no narrower type
      bridge.close();
      throw new IllegalStateException("the routes of the bridge are not valid", e);
    }
  }

  private void receive(
      BridgeConfig config, MqttCredentials credentials, List<String> filters, String route) {
    receivers.add(
        MqttReceiver.start(
            config.broker(), credentials, filters, publish -> handle(publish, route)));
  }

  /// @return whether the message is through: in Kafka, or among the dead letters
  private boolean handle(Mqtt5Publish publish, String route) {
    Map<String, Object> headers = new HashMap<>();
    headers.put(DeviceMessageRoutes.TOPIC, publish.getTopic().toString());
    publish.getUserProperties().asList().stream()
        .filter(property -> property.getName().toString().equals(TraceParent.NAME))
        .findFirst()
        .ifPresent(trace -> headers.put(DeviceMessageRoutes.TRACE, trace.getValue().toString()));
    try {
      template.sendBodyAndHeaders(
          DeviceMessageRoutes.input(route), publish.getPayloadAsBytes(), headers);
      return true;
    } catch (CamelExecutionException e) {
      // The bridge stops; the broker keeps the message.
      LOG.atDebug().addKeyValue("route", route).setCause(e).log("message left at the broker");
      return false;
    }
  }

  /// Why messages do not cross now, if so.
  public Optional<String> problem() {
    return ROUTES.stream()
        .flatMap(route -> RouteContexts.notStarted(context, route).stream())
        .findFirst()
        .or(() -> receivers.stream().flatMap(receiver -> receiver.problem().stream()).findFirst())
        .or(health::problem);
  }

  /// Stops the routes; the broker goes on to keep what devices send.
  @Override
  public void close() {
    receivers.forEach(MqttReceiver::close);
    context.stop();
    producer.close();
  }
}
