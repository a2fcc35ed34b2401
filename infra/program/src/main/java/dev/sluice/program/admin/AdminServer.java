package dev.sluice.program.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.program.exit.CannotStartException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Serves `/health/live`, `/health/ready` and `/metrics` on virtual threads.
public final class AdminServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads;
  private final Health health;
  private final Supplier<String> metrics;

  private AdminServer(HttpServer server, Health health, Supplier<String> metrics) {
    this.server = server;
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
    this.health = health;
    this.metrics = metrics;
  }

  /// Opens the port.
  ///
  /// @param metrics the text that `/metrics` answers
  /// @throws CannotStartException if the port cannot be bound
  public static AdminServer open(AdminConfig config, Health health, Supplier<String> metrics) {
    try {
      var server = HttpServer.create(new InetSocketAddress(config.host(), config.port()), 0);
      var admin = new AdminServer(server, health, metrics);
      server.setExecutor(admin.threads);
      server.createContext(
          "/health/live", exchange -> admin.answer(exchange, "/health/live", admin::live));
      server.createContext(
          "/health/ready", exchange -> admin.answer(exchange, "/health/ready", admin::ready));
      server.createContext(
          "/metrics", exchange -> admin.answer(exchange, "/metrics", admin::meters));
      server.start();
      return admin;
    } catch (IOException | RuntimeException e) {
      throw new CannotStartException(
          "admin.port: cannot listen on %s:%d: %s; choose another port or stop what uses it"
              .formatted(config.host(), config.port(), e.getMessage()),
          e);
    }
  }

  /// Where it listens, with the port that the system chose.
  public URI uri() {
    var address = server.getAddress();
    var host = address.getHostString();
    return URI.create(
        "http://%s:%d"
            .formatted(host.indexOf(':') < 0 ? host : "[" + host + "]", address.getPort()));
  }

  private record Answer(int status, String type, String body) {}

  private void answer(HttpExchange exchange, String path, Supplier<Answer> content)
      throws IOException {
    try (exchange) {
      Answer answer;
      if (!exchange.getRequestURI().getPath().equals(path)) {
        answer =
            new Answer(404, "text/plain", "not here; see /health/live, /health/ready, /metrics\n");
      } else if (!exchange.getRequestMethod().equals("GET")
          && !exchange.getRequestMethod().equals("HEAD")) {
        answer = new Answer(405, "text/plain", "expected GET\n");
      } else {
        answer = content.get();
      }
      send(exchange, answer);
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    var body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
  }

  private Answer live() {
    return new Answer(200, "application/json", "{\"status\":\"live\"}\n");
  }

  private Answer ready() {
    var states = health.states();
    boolean isReady = states.stream().allMatch(state -> state.problem().isEmpty());
    var answer =
        JsonNodeFactory.instance.objectNode().put("status", isReady ? "ready" : "not-ready");
    var checks = answer.putArray("checks");
    for (var state : states) {
      var check = checks.addObject().put("name", state.name()).put("ok", state.problem().isEmpty());
      state.problem().ifPresent(reason -> check.put("reason", reason));
    }
    var notes = health.notes();
    if (!notes.isEmpty()) {
      notes.forEach(answer.putObject("notes")::put);
    }
    return new Answer(isReady ? 200 : 503, "application/json", answer + "\n");
  }

  private Answer meters() {
    return new Answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
  }

  /// Closes the port at once.
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
