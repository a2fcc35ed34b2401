package dev.sluice.signer;

import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.EventWorker;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.signer.keys.KeyDirectory;
import dev.sluice.signer.repository.Lifetimes;
import dev.sluice.signer.repository.RepositoryWriter;
import dev.sluice.signer.worker.RenewalTask;
import dev.sluice.signer.worker.SigningWorker;
import dev.sluice.store.S3Bucket;
import dev.sluice.store.S3ObjectStore;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running signer: a worker on its topics, and a clock that keeps signatures fresh.
public final class Signer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Signer.class);
  private static final String NAME = "signer";

  /// A check is cheap, and several fit between the moment of renewal and the expiry.
  private static final int CHECKS_PER_LIFE = 32;

  private static final Duration LONGEST_CHECK_INTERVAL = Duration.ofMinutes(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final S3Bucket bucket;
  private final RepositoryWriter writer;
  private final EventProducer producer;
  private final EventWorker worker;
  private final ScheduledExecutorService renewals;

  private Signer(
      S3Bucket bucket,
      RepositoryWriter writer,
      EventProducer producer,
      EventWorker worker,
      ScheduledExecutorService renewals) {
    this.bucket = bucket;
    this.writer = writer;
    this.producer = producer;
    this.worker = worker;
    this.renewals = renewals;
  }

  /// Opens keys and repository, makes both on first start, and begins to work.
  ///
  /// @throws IOException if keys or repository cannot be opened, in one line
  public static Signer start(SignerConfig config) throws IOException {
    var keys = KeyDirectory.open(config.keysDirectory(), new SecureRandom());
    var bucket = S3Bucket.open(config.store());
    var store = new S3ObjectStore(bucket);
    RepositoryWriter writer;
    try {
      writer = RepositoryWriter.open(store, keys, config.lifetimes(), config.clock());
    } catch (IOException | RuntimeException e) {
      bucket.close();
      throw e;
    }
    // Once before the first event: a signer that was away for long must not announce expired
    // metadata.
    var renewal = new RenewalTask(writer, config.lifetimes(), config.clock());
    renewal.run();
    var producer = new EventProducer(config.kafka(), NAME, config.clock());
    var worker =
        EventWorker.startBatches(
            config.kafka(),
            NAME,
            new SigningWorker(store, writer, producer::sendTraced).handlers(),
            RetryPolicy.STANDARD,
            producer);
    var renewals =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sluice-renewal").daemon().factory());
    long intervalMillis = checkInterval(config.lifetimes()).toMillis();
    var _ =
        renewals.scheduleWithFixedDelay(
            renewal, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
    LOG.info(
        "signer started store={} keys={} root={} timestamp={}",
        config.store(),
        config.keysDirectory(),
        writer.repository().root().version(),
        writer.repository().timestamp().version());
    return new Signer(bucket, writer, producer, worker, renewals);
  }

  /// The latest root file: the trust anchor to give to devices.
  public byte[] rootMetadata() {
    return writer.rootMetadata();
  }

  private static Duration checkInterval(Lifetimes lifetimes) {
    Duration shortest =
        Stream.of(
                lifetimes.timestamp(), lifetimes.snapshot(), lifetimes.deltas(), lifetimes.rings())
            .min(Duration::compareTo)
            .orElseThrow();
    Duration interval = shortest.dividedBy(CHECKS_PER_LIFE);
    return interval.compareTo(LONGEST_CHECK_INTERVAL) > 0 ? LONGEST_CHECK_INTERVAL : interval;
  }

  @Override
  public void close() {
    renewals.shutdown();
    worker.close();
    try {
      if (!renewals.awaitTermination(CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("renewal did not end in time limit={}", CLOSE_LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close();
    bucket.close();
    LOG.info("signer stopped");
  }
}
