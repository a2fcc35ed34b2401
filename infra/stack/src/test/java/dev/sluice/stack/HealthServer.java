package dev.sluice.stack;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/// What devices ask after a switch. It answers so many looks as healthy, and then none.
final class HealthServer implements AutoCloseable {
  private final AtomicInteger passes = new AtomicInteger(Integer.MAX_VALUE);
  private final HttpServer server;

  HealthServer() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          int left = passes.getAndUpdate(n -> n == 0 || n == Integer.MAX_VALUE ? n : n - 1);
          exchange.sendResponseHeaders(left > 0 ? 204 : 500, -1);
          exchange.close();
        });
    server.start();
  }

  /// How many looks are answered as healthy from now on; [Integer#MAX_VALUE] is all.
  void pass(int looks) {
    passes.set(looks);
  }

  /// The agent settings that have a device ask here.
  String settings() {
    return "health: {http: 'http://127.0.0.1:%d/', interval: 200ms, deadline: 2s}\n"
        .formatted(server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
