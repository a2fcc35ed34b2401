package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Stands between a device, or a node, and its edge node: it does not answer some requests until it
/// is told to, or answers all of them with a web page, as a captive portal does.
final class HoldingProxy implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-[0-9]+");

  private static final byte[] PAGE =
      "<!doctype html><title>Welcome</title>Please log in".getBytes(StandardCharsets.UTF_8);

  private final URI edge;
  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile Predicate<Request> holds = _ -> false;
  private volatile boolean isPortal;

  /// @param start first byte of the range that was asked for, 0 without one
  record Request(String path, long start) {}

  HoldingProxy(URI edge) throws IOException {
    this.edge = edge;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /// From now on everything is answered by the page of a portal, or nothing is any more.
  void setPortal(boolean isPortalFromNow) {
    requests.clear();
    isPortal = isPortalFromNow;
  }

  /// The paths of the requests since the portal came or went.
  List<String> paths() {
    return requests.stream().map(Request::path).toList();
  }

  /// From now on requests that match are not answered.
  void hold(Predicate<Request> which) {
    holds = which;
  }

  /// Waits for the first one.
  void awaitHeld(Duration limit) throws InterruptedException {
    assertThat(held.await(limit.toMillis(), TimeUnit.MILLISECONDS)).as("%s", requests).isTrue();
  }

  /// Answers everything from now on.
  void release() {
    holds = _ -> false;
    released.countDown();
  }

  /// The requests for patches so far.
  List<Request> patchRequests() {
    return requests.stream().filter(request -> request.path().startsWith("/patches/")).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var range = exchange.getRequestHeaders().getFirst("Range");
      Matcher matcher = RANGE.matcher(range == null ? "" : range);
      var request =
          new Request(
              exchange.getRequestURI().getPath(),
              matcher.matches() ? Long.parseLong(matcher.group(1)) : 0);
      requests.add(request);
      if (holds.test(request)) {
        held.countDown();
        released.await();
      }
      if (isPortal) {
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, PAGE.length);
        exchange.getResponseBody().write(PAGE);
      } else {
        forward(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void forward(HttpExchange exchange) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(edge.resolve(exchange.getRequestURI().getRawPath()));
    for (String name : List.of("Range", "Cache-Control")) {
      var value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    var response = http.send(request.build(), BodyHandlers.ofByteArray());
    byte[] body = response.body();
    for (String name : List.of("Content-Range", "Content-Type", "ETag", "Age", "Via")) {
      response
          .headers()
          .firstValue(name)
          .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
    }
    exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    release();
    server.stop(0);
  }
}
