package dev.sluice.edge.hub;

import dev.sluice.testkit.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A broker in a process of its own, for tests that kill it.
final class BrokerProcess {
  private BrokerProcess() {}

  /// @param args directory of the broker, principals, and the file that gets the port
  public static void main(String[] args) throws IOException, InterruptedException {
    var broker = Broker.start(Hubs.config(Path.of(args[0]), 0, Path.of(args[1])));
    var file = Path.of(args[2]);
    var partial = Files.writeString(file.resolveSibling("port.partial"), broker.port() + "");
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    new CountDownLatch(1).await();
  }

  /// Starts one in a directory; its port stands in the file `port` there once it listens.
  static Process start(Path directory, Path principals) throws IOException {
    return JavaProcess.of(
            List.of(),
            BrokerProcess.class.getName(),
            List.of(
                directory.resolve("broker").toString(),
                principals.toString(),
                directory.resolve("port").toString()))
        .redirectOutput(directory.resolve("broker.log").toFile())
        .start();
  }
}
