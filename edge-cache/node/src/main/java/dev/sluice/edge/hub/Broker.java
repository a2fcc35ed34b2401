package dev.sluice.edge.hub;

import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import dev.sluice.program.exit.CannotStartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An MQTT 5 broker in the process: sessions, queues and retained messages on disk, principals from
/// a file, and to each its own topics ([TopicRules]).
///
/// Messages are [#MAX_MESSAGE_BYTES] at most. A session that is offline queues up to
/// [#MAX_QUEUED_MESSAGES]; what comes after is dropped for that session, and devices send their
/// latest confirmation again whenever they connect. A session ends when its client stays away for
/// too long, or its principal is no more in the file ([SessionSweep]).
public final class Broker implements AutoCloseable {
  /// Largest message, topic and properties included.
  public static final int MAX_MESSAGE_BYTES = 17 << 10;

  /// Most messages that wait for one session.
  public static final int MAX_QUEUED_MESSAGES = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

  /// HiveMQ hands its services to an extension through static fields of the SDK, which all brokers
  /// of the process share: the start of a second one has to wait until the extension of the first
  /// has taken its own.
  private static final Semaphore SERVICES = new Semaphore(1);

  private final EmbeddedHiveMQ hiveMq;
  private final BrokerExtension extension;

  private Broker(EmbeddedHiveMQ hiveMq, BrokerExtension extension) {
    this.hiveMq = hiveMq;
    this.extension = extension;
  }

  /// Starts a broker; takes some seconds.
  ///
  /// @throws CannotStartException if the port is taken, the directory cannot be written, or the
  ///     principals are malformed
  public static Broker start(BrokerConfig config) {
    requireBindable(config);
    new PrincipalsFile(config.principalsFile()).requireUsable();
    var folders = prepare(config);
    var extension = new BrokerExtension(config, SERVICES::release);
    SERVICES.acquireUninterruptibly();
    try {
      var hiveMq =
          HiveMqClasses.newBroker()
              .withConfigurationFolder(folders.resolve("conf"))
              .withDataFolder(folders.resolve("data"))
              .withExtensionsFolder(folders.resolve("extensions"))
              .withEmbeddedExtension(describe(extension))
              .withoutLoggingBootstrap()
              .build();
      hiveMq.start().join();
      LOG.atInfo().addKeyValue("port", extension.requirePort()).log("broker started");
      return new Broker(hiveMq, extension);
    } catch (CompletionException | IllegalStateException e) {
      throw new CannotStartException(
          "the MQTT broker in %s must start; it did not (%s); see the log, and check that no other node uses the directory"
              .formatted(config.directory(), e.getMessage()),
          e);
    } finally {
      extension.releaseServices();
    }
  }

  /// Where it listens.
  public int port() {
    return extension.requirePort();
  }

  /// The sessions that it keeps, by their principals: in how many seconds each ends when its client
  /// has gone.
  Map<String, Long> sessions() {
    return extension.sessions();
  }

  /// Looks for sessions whose principals have gone; it does so each hour.
  void sweepSessions() {
    extension.sweep();
  }

  /// Stops the broker; takes some seconds.
  @Override
  public void close() {
    try {
      hiveMq.close();
    } catch (ExecutionException e) {
      LOG.atWarn().setCause(e).log("broker did not stop cleanly");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static EmbeddedExtension describe(BrokerExtension extension) {
    return EmbeddedExtension.builder()
        .withId("sluice")
        .withName("Sluice")
        .withVersion("1")
        .withAuthor("Sluice")
        .withPriority(0)
        .withStartPriority(0)
        .withExtensionMain(extension)
        .build();
  }

  /// HiveMQ only logs a port that it cannot bind, so this is found out before. Any free port it
  /// finds itself: one that we had found would be anybody's until it is bound.
  private static void requireBindable(BrokerConfig config) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(config.host()), config.port()));
    } catch (IOException e) {
      throw new CannotStartException(
          "MQTT port %d on %s must be free; it cannot be bound (%s); stop what uses it, or choose another mqtt.port"
              .formatted(config.port(), config.host(), e.getMessage()),
          e);
    }
  }

  private static Path prepare(BrokerConfig config) {
    try {
      var root = config.directory().toAbsolutePath();
      for (var folder : new String[] {"conf", "data", "extensions"}) {
        Files.createDirectories(root.resolve(folder));
      }
      Files.writeString(root.resolve("conf").resolve("config.xml"), configuration(config));
      return root;
    } catch (IOException e) {
      throw new CannotStartException(
          "the broker directory %s must be writable; it is not (%s); give this user the right, or choose another directory"
              .formatted(config.directory(), e.getMessage()),
          e);
    }
  }

  private static String configuration(BrokerConfig config) {
    return """
    <?xml version="1.0"?>
    <hivemq>
      <listeners>
        <tcp-listener>
          <port>%d</port>
          <bind-address>%s</bind-address>
        </tcp-listener>
      </listeners>
      <mqtt>
        <queued-messages>
          <max-queue-size>%d</max-queue-size>
          <strategy>discard</strategy>
        </queued-messages>
        <packets>
          <max-packet-size>%d</max-packet-size>
        </packets>
        <session-expiry>
          <max-interval>%d</max-interval>
        </session-expiry>
      </mqtt>
      <persistence>
        <mode>file</mode>
      </persistence>
      <anonymous-usage-statistics>
        <enabled>false</enabled>
      </anonymous-usage-statistics>
    </hivemq>
    """
        .formatted(
            config.port(),
            config.host(),
            MAX_QUEUED_MESSAGES,
            MAX_MESSAGE_BYTES,
            config.sessionExpiry().toSeconds());
  }
}
