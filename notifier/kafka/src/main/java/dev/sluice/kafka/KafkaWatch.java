package dev.sluice.kafka;

import dev.sluice.program.admin.Health;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks a cluster every two seconds whether it answers, and says so in a program's health.
///
/// Followers, idle workers and Streams go on calling themselves running while every broker is away,
/// so the cluster is asked by itself. On a thread of its own; whoever starts it closes it.
public final class KafkaWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

  /// Short enough to ask another broker, too, before the answer is late.
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);

  private final KafkaConnection connection;
  private final Health.Check check;
  private final Admin admin;
  private final Thread thread;

  /// Whether it answered when it was last asked; only the thread touches it.
  private boolean isThere = true;

  private KafkaWatch(KafkaConnection connection, Health.Check check, Admin admin) {
    this.connection = connection;
    this.check = check;
    this.admin = admin;
    this.thread = Thread.ofVirtual().name("kafka-watch").unstarted(this::watch);
  }

  /// Starts a watch of a cluster that has answered.
  ///
  /// @param check says from now on whether the cluster answers
  public static KafkaWatch start(KafkaConnection connection, Health.Check check) {
    check.ok();
    var watch = new KafkaWatch(connection, check, Admin.create(properties(connection)));
    watch.thread.start();
    return watch;
  }

  static Map<String, Object> properties(KafkaConnection connection) {
    Map<String, Object> properties = connection.toProperties();
    int limit = Math.toIntExact(ANSWER_LIMIT.toMillis());
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, limit);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, limit);
    properties.put(
        AdminClientConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, CONNECT_LIMIT.toMillis());
    properties.put(
        AdminClientConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, CONNECT_LIMIT.toMillis());
    return properties;
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        ask();
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask() throws InterruptedException {
    try {
      var _ = admin.describeCluster().nodes().get();
      if (!isThere) {
        LOG.atInfo().addKeyValue("kafka", connection).log("Kafka answers again");
      }
      isThere = true;
      check.ok();
    } catch (ExecutionException | KafkaException e) {
      String reason =
          String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
      if (isThere) {
        LOG.atWarn()
            .addKeyValue("kafka", connection)
            .addKeyValue("reason", reason)
            .log("Kafka does not answer; it is waited for");
      }
      isThere = false;
      check.waiting(connection + " does not answer: " + reason);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    admin.close(Duration.ofSeconds(1));
  }
}
