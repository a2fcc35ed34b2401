package dev.sluice.notifier.channel;

import dev.sluice.kafka.KafkaConnection;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.impl.DefaultCamelContext;

/// Makes what the routes of a channel run in, alike for all channels.
///
/// Routes are started in the background and tried until they start, so that either side may be
/// down. A dead letter gets what came, not what a route had made of it. `kafka:` endpoints connect
/// as configured, TLS and login included.
public final class RouteContexts {
  private static final long FIRST_RESTART_MILLIS = 500;
  private static final long MAX_RESTART_MILLIS = 30_000;
  private static final long STOP_SECONDS = 5;

  private RouteContexts() {}

  /// A context without routes, not started. Whoever starts it stops it.
  static CamelContext create(KafkaConnection kafka) {
    CamelContext context = create();
    context.addComponent("kafka", KafkaClients.component(kafka));
    return context;
  }

  /// A context for routes that do not begin or end in Kafka, not started. Whoever starts it stops
  /// it.
  public static CamelContext create() {
    var context = new DefaultCamelContext();
    context.setAllowUseOriginalMessage(true);
    var supervising = context.getRouteController().supervising();
    supervising.setBackOffDelay(FIRST_RESTART_MILLIS);
    supervising.setBackOffMultiplier(2);
    supervising.setBackOffMaxDelay(MAX_RESTART_MILLIS);
    context.getShutdownStrategy().setTimeout(STOP_SECONDS);
    return context;
  }

  /// Why a route is not started, if so; by name, as the context does not list one that could not
  /// be.
  public static Optional<String> notStarted(CamelContext context, String route) {
    if (context.getRouteController().getRouteStatus(route) == ServiceStatus.Started) {
      return Optional.empty();
    }
    Throwable cause = context.getRouteController().supervising().getRestartException(route);
    return Optional.of(
        route + " is not started: " + (cause == null ? "not tried yet" : cause.getMessage()));
  }
}
