package dev.sluice.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/// A network on which the first answers are lost: requests reach the server, which does what they
/// say, and the connection breaks before the client hears of it.
final class AnswerLosingProxy implements AutoCloseable {
  private final ServerSocket clients;
  private final URI server;
  private final AtomicInteger answersToLose;

  private AnswerLosingProxy(ServerSocket clients, URI server, int answersToLose) {
    this.clients = clients;
    this.server = server;
    this.answersToLose = new AtomicInteger(answersToLose);
  }

  static AnswerLosingProxy start(URI server, int answersToLose) throws IOException {
    var clients = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    var proxy = new AnswerLosingProxy(clients, server, answersToLose);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + clients.getLocalPort());
  }

  /// Answers that were lost by now are no longer to come.
  boolean hasLostAll() {
    return answersToLose.get() <= 0;
  }

  private void accept() {
    try {
      while (true) {
        var client = clients.accept();
        Thread.ofVirtual().start(() -> connect(client));
      }
    } catch (IOException _) {
      // Closed: the test is over.
    }
  }

  private void connect(Socket client) {
    try (client;
        var upstream = new Socket(server.getHost(), server.getPort())) {
      Thread.ofVirtual().start(() -> pass(client, upstream));
      InputStream answer = upstream.getInputStream();
      int first = answer.read();
      if (first < 0 || answersToLose.getAndDecrement() > 0) {
        return;
      }
      client.getOutputStream().write(first);
      long _ = answer.transferTo(client.getOutputStream());
    } catch (IOException _) {
      // One side has gone, and both are closed now.
    }
  }

  private static void pass(Socket client, Socket upstream) {
    try {
      long _ = client.getInputStream().transferTo(upstream.getOutputStream());
    } catch (IOException _) {
      // Likewise.
    }
  }

  @Override
  public void close() throws IOException {
    clients.close();
  }
}
