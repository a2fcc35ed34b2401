package dev.sluice.signer;

import dev.sluice.events.Topic;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.EventWorker;
import dev.sluice.kafka.Topics;
import dev.sluice.kafka.WorkerSetup;
import dev.sluice.program.Program;
import dev.sluice.program.Surroundings;
import dev.sluice.program.admin.Health;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.signer.clock.Brokers;
import dev.sluice.signer.clock.ClockCheck;
import dev.sluice.signer.clock.StoreTime;
import dev.sluice.signer.commit.RepositoryWriter;
import dev.sluice.signer.keys.KeyDirectory;
import dev.sluice.signer.worker.RenewalTask;
import dev.sluice.signer.worker.RoleWatch;
import dev.sluice.signer.worker.SigningWorker;
import dev.sluice.store.S3Bucket;
import dev.sluice.store.S3ObjectStore;
import dev.sluice.store.StoreUnavailableException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running signer: a worker on its topics, and a clock that keeps signatures fresh.
public final class Signer implements Program.Running {
  private static final Logger LOG = LoggerFactory.getLogger(Signer.class);
  private static final String NAME = "signer";

  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(10);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  /// What it reads, and where its answers go.
  private static final Set<Topic<?>> TOPICS =
      Set.of(Topic.ARTIFACTS, Topic.SIGNING, Topic.RELEASES, Topic.DEAD_LETTERS);

  /// What to close, the last opened first.
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private final RepositoryWriter writer;

  private Signer(SignerConfig config, Surroundings with) throws IOException, InterruptedException {
    try {
      this.writer = open(config, with);
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /// Opens keys and repository, makes both on first start, and begins to work.
  ///
  /// @throws dev.sluice.program.exit.ProgramException if something that it needs is not there, or
  ///     is not ours; nothing is left running then
  static Signer start(SignerConfig config, Surroundings with) throws InterruptedException {
    try {
      return new Signer(config, with);
    } catch (StoreUnavailableException e) {
      throw e.explain();
    } catch (IOException e) {
      throw new CannotStartException(String.valueOf(e.getMessage()), e);
    }
  }

  private RepositoryWriter open(SignerConfig config, Surroundings with)
      throws IOException, InterruptedException {
    var keys = keys(config);
    var bucket = opened(S3Bucket.open(config.store()));
    var store = new S3ObjectStore(bucket);
    var brokers = opened(new Brokers(config.kafka()));
    var lifetimes = config.lifetimes().toLifetimes();
    var clock =
        new ClockCheck(
            with.clock(),
            config.clockLimit(),
            lifetimes.timestamp(),
            List.of(new StoreTime(bucket), brokers));
    with.health().add("clock", clock::problem);
    Health.Check storeCheck = with.health().add("store");
    Health.Check kafkaCheck = with.health().add("kafka");
    bucket.await(config.startLimit(), storeCheck);
    Topics.await(config.kafka(), config.startLimit(), kafkaCheck, false, TOPICS);
    clock.require();
    var meters = new SigningMeters(clock, with.clock(), with.meters());
    var repository = RepositoryWriter.openOrFound(store, keys, lifetimes, with.clock(), meters);
    // Once before the first event: a signer that was away for long must not announce expired
    // metadata.
    var roles = new RoleWatch(with.meters());
    var renewal = new RenewalTask(repository, keys, lifetimes, with.clock(), roles);
    renewal.run();
    with.health().add("roles", renewal::problem);
    with.health().note("roles-ahead", roles::note);
    var producer = opened(new EventProducer(config.kafka(), NAME, with.clock()));
    var setup = new WorkerSetup(config.kafka(), NAME, RetryPolicy.STANDARD, producer, with);
    var worker = new SigningWorker(repository, producer::sendTraced, with.meters());
    var _ = opened(EventWorker.startBatches(setup, worker.handlers()));
    every(lifetimes.checkInterval(), "sluice-renewal", renewal);
    every(
        LOOK_INTERVAL,
        "sluice-peers",
        new PeerWatch(store, brokers, clock, storeCheck, kafkaCheck));
    LOG.atInfo()
        .addKeyValue("store", config.store())
        .addKeyValue("keys", config.keysDirectory())
        .addKeyValue("root", repository.repository().root().version())
        .addKeyValue("timestamp", repository.repository().timestamp().version())
        .log("signer started");
    return repository;
  }

  private static KeyDirectory keys(SignerConfig config) throws IOException {
    try {
      return KeyDirectory.open(config.keysDirectory(), new SecureRandom());
    } catch (IOException e) {
      throw new CannotStartException("keys-directory: " + e.getMessage(), e);
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  private void every(Duration interval, String name, Runnable task) {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name(name).daemon().factory());
    parts.push(() -> stop(executor, name));
    long millis = interval.toMillis();
    var _ = executor.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  private static void stop(ScheduledExecutorService executor, String name)
      throws InterruptedException {
    executor.shutdown();
    if (!executor.awaitTermination(CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      LOG.atWarn().addKeyValue("task", name).log("task did not end in time");
      executor.shutdownNow();
    }
  }

  /// The latest root file: the trust anchor to give to devices.
  public byte[] rootMetadata() {
    return writer.rootMetadata();
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        throw new FailedException("signer: cannot stop " + part, e);
      }
    }
  }
}
