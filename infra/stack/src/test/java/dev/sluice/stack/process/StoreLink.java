package dev.sluice.stack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The way to the object store, which can be cut and joined again under the same address.
final class StoreLink implements AutoCloseable {
  private final InetSocketAddress target;
  private final InetSocketAddress address;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private ServerSocket listener;

  /// A way that is open.
  StoreLink(URI store) throws IOException {
    target = new InetSocketAddress(store.getHost(), store.getPort());
    listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    address = new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    accept(listener);
  }

  /// Where clients connect.
  URI uri() {
    return URI.create("http://127.0.0.1:" + address.getPort());
  }

  /// Ends all connections; new ones are refused.
  void cut() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  /// Opens it again.
  void join() throws IOException {
    var reopened = new ServerSocket();
    reopened.setReuseAddress(true);
    reopened.bind(address);
    listener = reopened;
    accept(reopened);
  }

  private void accept(ServerSocket from) {
    threads.execute(
        () -> {
          try {
            while (true) {
              Socket client = from.accept();
              threads.execute(() -> connect(client));
            }
          } catch (IOException _) {
            // The way was cut.
          }
        });
  }

  private void connect(Socket client) {
    try (client;
        var store = new Socket()) {
      store.connect(target);
      sockets.add(client);
      sockets.add(store);
      if (listener.isClosed()) {
        return;
      }
      var answers = threads.submit(() -> pump(store, client));
      pump(client, store);
      answers.cancel(true);
    } catch (IOException _) {
      // One side has gone: so does the other.
    }
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // Cut, or closed by the other side.
    } finally {
      sockets.remove(from);
    }
  }

  @Override
  public void close() throws IOException {
    cut();
    threads.shutdownNow();
  }
}
