package dev.sluice.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A real HTTP server over files in memory, with a cache whose bits may flip.
final class TestEdge implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");

  private final HttpServer server;
  private final Map<String, byte[]> files;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Set<String> flipped = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> sentBytes = new ConcurrentHashMap<>();
  private volatile int longestAnswer = Integer.MAX_VALUE;
  private volatile Predicate<Request> outage = _ -> false;

  record Request(String path, String range, boolean isBypass) {}

  TestEdge(Map<String, byte[]> files) throws IOException {
    this.files = files;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  List<Request> requests() {
    return requests;
  }

  long count(String path) {
    return requests.stream().filter(request -> request.path().equals(path)).count();
  }

  /// Flips a bit until the file is asked for past the cache.
  void flip(String path) {
    flipped.add(path);
  }

  /// Requests that match get status 503.
  void setOutage(Predicate<Request> newOutage) {
    outage = newOutage;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring(1);
      String range = exchange.getRequestHeaders().getFirst("Range");
      boolean isBypass = "no-cache".equals(exchange.getRequestHeaders().getFirst("Cache-Control"));
      var request = new Request(path, range == null ? "" : range, isBypass);
      requests.add(request);
      byte[] file = files.get(path);
      if (outage.test(request)) {
        exchange.sendResponseHeaders(503, -1);
      } else if (file == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        send(exchange, request, file.clone());
      }
    }
  }

  private void send(HttpExchange exchange, Request request, byte[] file) throws IOException {
    if (request.isBypass()) {
      flipped.remove(request.path());
    }
    if (flipped.contains(request.path())) {
      file[file.length / 2] ^= 1;
    }
    Matcher range = RANGE.matcher(request.range());
    byte[] body = file;
    if (range.matches()) {
      int end = Math.min(file.length, Integer.parseInt(range.group(2)) + 1);
      body = Arrays.copyOfRange(file, Integer.parseInt(range.group(1)), end);
    }
    if (range.matches()) {
      String start = range.group(1);
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %s-%s/%d".formatted(start, range.group(2), file.length));
    }
    exchange.sendResponseHeaders(range.matches() ? 206 : 200, body.length);
    int sent = Math.min(body.length, longestAnswer);
    exchange.getResponseBody().write(body, 0, sent);
    exchange.getResponseBody().flush(); // else nothing goes out before the connection breaks
    sentBytes.merge(request.path(), (long) sent, Long::sum);
  }

  /// Breaks each connection after so many bytes of a body.
  void breakAfter(int bytes) {
    longestAnswer = bytes;
  }

  /// How many bytes of a file were sent.
  long sentBytes(String path) {
    return sentBytes.getOrDefault(path, 0L);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
