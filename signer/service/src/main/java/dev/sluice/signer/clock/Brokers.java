package dev.sluice.signer.clock;

import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.KafkaFailures;
import dev.sluice.program.exit.ProgramException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/// What the signer asks the brokers beside events: whether they are there, and what time it is. For
/// any number of threads.
public final class Brokers implements TimeSource, AutoCloseable {
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(3);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(5);

  /// The brokers are asked no more often than this; clocks drift more slowly.
  private static final Duration KEEP = Duration.ofSeconds(30);

  private final KafkaConnection connection;
  private final Admin admin;
  private volatile Optional<Reading> last = Optional.empty();

  /// Opens a connection, which is made when something is asked.
  public Brokers(KafkaConnection connection) {
    this.connection = connection;
    Map<String, Object> properties = connection.toProperties();
    properties.put(
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(CALL_LIMIT.toMillis()));
    properties.put(
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(REQUEST_LIMIT.toMillis()));
    this.admin = Admin.create(properties);
  }

  @Override
  public String name() {
    return connection.toString();
  }

  /// Whether the brokers answer now; returns if they do.
  ///
  /// @throws ProgramException if they do not, or refuse our credentials
  public void requireAnswer() throws InterruptedException {
    try {
      var _ = admin.describeCluster().clusterId().get();
    } catch (ExecutionException e) {
      throw KafkaFailures.explain(connection, e);
    }
  }

  /// The clock of the cluster's leading controller, which is what the quorum says of its own
  /// leader. Empty where a cluster does not tell, as before KRaft, or where we may not ask.
  @Override
  public Optional<Instant> now() throws IOException {
    Optional<Reading> kept = last;
    if (kept.isPresent() && kept.get().ageNanos() < KEEP.toNanos()) {
      return Optional.of(kept.get().now());
    }
    Optional<Instant> now = ask(admin.describeMetadataQuorum().quorumInfo());
    last = now.map(instant -> new Reading(instant, System.nanoTime()));
    return now;
  }

  private Optional<Instant> ask(KafkaFuture<QuorumInfo> future) throws IOException {
    try {
      QuorumInfo quorum = future.get();
      List<QuorumInfo.ReplicaState> replicas = quorum.voters();
      return replicas.stream()
          .filter(replica -> replica.replicaId() == quorum.leaderId())
          .flatMapToLong(replica -> replica.lastCaughtUpTimestamp().stream())
          .filter(millis -> millis > 0)
          .mapToObj(Instant::ofEpochMilli)
          .max(Comparator.naturalOrder());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(connection + ": interrupted while asking for the time", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException
          || e.getCause() instanceof UnsupportedVersionException) {
        return Optional.empty();
      }
      throw new ClockException(
          "clock: expected the time of %s, got %s".formatted(connection, e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }

  /// What a clock said, and when by the process's own steady one.
  private record Reading(Instant said, long atNanos) {
    long ageNanos() {
      return System.nanoTime() - atNanos;
    }

    Instant now() {
      return said.plusNanos(ageNanos());
    }
  }
}
