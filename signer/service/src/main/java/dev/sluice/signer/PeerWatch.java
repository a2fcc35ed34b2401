package dev.sluice.signer;

import dev.sluice.events.Topic;
import dev.sluice.program.admin.Health;
import dev.sluice.program.exit.NotAllowedException;
import dev.sluice.program.start.Peers;
import dev.sluice.program.start.Peers.NotReadyException;
import dev.sluice.signer.clock.Brokers;
import dev.sluice.signer.clock.ClockCheck;
import dev.sluice.store.ObjectStore;
import dev.sluice.store.StoreException;
import dev.sluice.tuf.metadata.MetadataPaths;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Knows whether what the signer depends on is there: waits for it at the start, and looks again
/// and again afterwards.
final class PeerWatch implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerWatch.class);
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final long MAX_TIMESTAMP_BYTES = 1 << 20;

  private final String storeName;
  private final ObjectStore store;
  private final Brokers brokers;
  private final Set<Topic<?>> topics;
  private final ClockCheck clock;
  private final Health.Check storeCheck;
  private final Health.Check kafkaCheck;

  PeerWatch(
      String storeName,
      ObjectStore store,
      Brokers brokers,
      Set<Topic<?>> topics,
      ClockCheck clock,
      Health health) {
    this.storeName = storeName;
    this.store = store;
    this.brokers = brokers;
    this.topics = topics;
    this.clock = clock;
    this.storeCheck = health.add("store");
    this.kafkaCheck = health.add("kafka");
    health.add("clock", clock::problem);
  }

  /// Waits for Kafka, its topics and the bucket.
  ///
  /// @throws dev.sluice.program.exit.ProgramException if one of them is not there in time
  void await(Duration limit) throws InterruptedException {
    Peers.await(
        storeName,
        limit,
        storeCheck,
        () -> {
          requireStore();
          return storeName;
        });
    Peers.await(
        brokers.name(),
        limit,
        kafkaCheck,
        () -> {
          brokers.requireTopics(topics);
          return storeName;
        });
  }

  private void requireStore() throws NotReadyException {
    try {
      // Read, not only asked for: an answer without a body does not tell a missing bucket.
      var _ = store.find(MetadataPaths.timestamp(), MAX_TIMESTAMP_BYTES);
    } catch (StoreException e) {
      if (e.getCause() instanceof S3Exception refused
          && (refused.statusCode() == UNAUTHORIZED || refused.statusCode() == FORBIDDEN)) {
        throw new NotAllowedException(String.valueOf(e.getMessage()), e);
      }
      throw new NotReadyException(String.valueOf(e.getMessage()), e);
    }
  }

  /// Looks once.
  @Override
  public void run() {
    try {
      look(storeCheck, this::requireStore);
      look(kafkaCheck, brokers::requireAnswer);
      clock.require();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("reason", e.getMessage()).log("clock not compared");
    }
  }

  private static void look(Health.Check check, Look look) throws InterruptedException {
    try {
      look.run();
      check.ok();
    } catch (NotReadyException e) {
      check.waiting(String.valueOf(e.getMessage()));
    } catch (NotAllowedException e) {
      check.failed(String.valueOf(e.getMessage()));
    }
  }

  private interface Look {
    void run() throws NotReadyException, InterruptedException;
  }
}
