package dev.sluice.api.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// One line and one measurement for each request; never a token, a query or a body.
record AccessLog(MeterRegistry meters) {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

  /// @param route the path as declared; parameters in braces
  /// @param principal who asked; empty if unknown
  /// @param startNanos when the request came, by [System#nanoTime()]
  void answered(String method, String route, int status, String principal, long startNanos) {
    var took = Duration.ofNanos(System.nanoTime() - startNanos);
    Timer.builder("http.server.requests")
        .tag("method", method)
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .register(meters)
        .record(took);
    LOG.atLevel(method.equals("GET") && status < 400 ? Level.DEBUG : Level.INFO)
        .addKeyValue("principal", principal)
        .addKeyValue("method", method)
        .addKeyValue("route", route)
        .addKeyValue("status", status)
        .addKeyValue("tookMillis", took.toMillis())
        .log("request answered");
  }
}
