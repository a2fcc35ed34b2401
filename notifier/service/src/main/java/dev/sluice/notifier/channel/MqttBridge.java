package dev.sluice.notifier.channel;

import dev.sluice.kafka.EventProducer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.impl.DefaultCamelContext;
import org.eclipse.paho.mqttv5.common.MqttException;

/// Carries announcements from Kafka to the stamp's MQTT broker, and confirmations and reports back.
///
/// Down, each announcement is retained under its ring's topic, QoS 1. Up, the routes have
/// persistent sessions: what devices send while the bridge is away waits at the broker. Both ways
/// are at least once; what cannot cross becomes a dead letter. Either side may be down when the
/// bridge starts: its routes are tried until they start. Whoever starts it closes it.
public final class MqttBridge implements AutoCloseable {
  private static final long FIRST_RESTART_MILLIS = 500;
  private static final long MAX_RESTART_MILLIS = 30_000;
  private static final long STOP_SECONDS = 5;

  private final CamelContext context;
  private final EventProducer producer;
  private final List<SessionClient> clients;

  private MqttBridge(CamelContext context, EventProducer producer, List<SessionClient> clients) {
    this.context = context;
    this.producer = producer;
    this.clients = List.copyOf(clients);
  }

  /// Starts a bridge; its routes start in the background.
  ///
  /// @param clock gives events their time
  public static MqttBridge start(BridgeConfig config, InstantSource clock) {
    var producer = new EventProducer(config.kafka(), "sluice/bridge", clock);
    var context = new DefaultCamelContext();
    // A dead letter holds what came, not what a route had made of it.
    context.setAllowUseOriginalMessage(true);
    var supervising = context.getRouteController().supervising();
    supervising.setBackOffDelay(FIRST_RESTART_MILLIS);
    supervising.setBackOffMultiplier(2);
    supervising.setBackOffMaxDelay(MAX_RESTART_MILLIS);
    context.getShutdownStrategy().setTimeout(STOP_SECONDS);
    List<SessionClient> clients = new ArrayList<>();
    try {
      clients.add(
          receiver(context, DeviceMessageRoutes.CONFIRMATIONS, config, config.confirmations()));
      clients.add(receiver(context, DeviceMessageRoutes.REPORTS, config, config.reports()));
      context.addRoutes(new AnnouncementRoute(config, producer));
      context.addRoutes(new DeviceMessageRoutes(producer));
      context.start();
    } catch (Exception e) { // Camel declares no narrower type
      new MqttBridge(context, producer, clients).close();
      throw new IllegalStateException("the routes of the bridge are not valid", e);
    }
    return new MqttBridge(context, producer, clients);
  }

  /// Whether every route is started.
  public boolean isConnected() {
    return context.getRoutes().stream()
        .allMatch(
            route ->
                context.getRouteController().getRouteStatus(route.getRouteId())
                    == ServiceStatus.Started);
  }

  /// Stops the routes; the broker goes on to keep what devices send.
  @Override
  public void close() {
    context.stop();
    clients.forEach(SessionClient::leave);
    producer.close();
  }

  private static SessionClient receiver(
      CamelContext context, String name, BridgeConfig config, MqttCredentials credentials)
      throws MqttException {
    var client = new SessionClient(config, credentials);
    context.getRegistry().bind(name, client);
    return client;
  }
}
