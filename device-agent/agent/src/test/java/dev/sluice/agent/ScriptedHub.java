package dev.sluice.agent;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// As much of an MQTT 5 hub as a link needs, which answers what no real one can be made to.
final class ScriptedHub implements AutoCloseable {
  /// The hub took a message.
  static final int SUCCESS = 0x00;

  /// Another client has connected with the same identity.
  private static final int SESSION_TAKEN_OVER = 0x8E;

  private final ServerSocket server;
  private final Function<byte[], Integer> verdict;
  private final List<byte[]> taken = new CopyOnWriteArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();

  private record Packet(int type, int flags, ByteBuffer body) {}

  /// @param verdict the reason code that a published payload is answered with
  ScriptedHub(Function<byte[], Integer> verdict) throws IOException {
    this.verdict = verdict;
    server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    var _ = Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /// The payloads that were taken, in order.
  List<byte[]> taken() {
    return taken;
  }

  /// How often somebody has connected.
  int connections() {
    return connections.size();
  }

  /// Takes the session away.
  void takeOver() throws IOException {
    var out = new DataOutputStream(connections.getLast().getOutputStream());
    out.write(new byte[] {(byte) 0xE0, 2, (byte) SESSION_TAKEN_OVER, 0});
    connections.getLast().close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        var _ = Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      return; // it was closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new DataInputStream(socket.getInputStream());
      var out = new DataOutputStream(socket.getOutputStream());
      while (true) {
        answer(read(in), out, socket);
      }
    } catch (IOException e) {
      return; // the client has gone
    }
  }

  private static Packet read(DataInputStream in) throws IOException {
    int head = in.readUnsignedByte();
    int length = 0;
    int shift = 0;
    int next;
    do {
      next = in.readUnsignedByte();
      length |= (next & 0x7F) << shift;
      shift += 7;
    } while (next > 0x7F);
    return new Packet(head >> 4, head & 0xF, ByteBuffer.wrap(in.readNBytes(length)));
  }

  private void answer(Packet packet, DataOutputStream out, Socket socket) throws IOException {
    switch (packet.type()) {
      case 1 -> {
        out.write(new byte[] {0x20, 3, 0, 0, 0});
        connections.add(socket);
      }
      case 3 -> published(packet.body(), out);
      case 8 -> {
        short id = packet.body().getShort();
        out.write(new byte[] {(byte) 0x90, 4, (byte) (id >> 8), (byte) id, 0, 1});
      }
      case 12 -> out.write(new byte[] {(byte) 0xD0, 0});
      default -> {}
    }
  }

  private void published(ByteBuffer body, DataOutputStream out) throws IOException {
    byte[] topic = new byte[body.getShort()];
    body.get(topic);
    short id = body.getShort();
    int properties = body.get() & 0xFF;
    if (properties > 0x7F) {
      properties = (properties & 0x7F) | body.get() << 7;
    }
    body.position(body.position() + properties);
    byte[] payload = new byte[body.remaining()];
    body.get(payload);
    int code = verdict.apply(payload);
    boolean isConfirmation = new String(topic, StandardCharsets.UTF_8).endsWith("/confirmation");
    if (code == SUCCESS && isConfirmation) {
      taken.add(payload);
    }
    out.write(new byte[] {0x40, 3, (byte) (id >> 8), (byte) id, (byte) code});
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
