package dev.sluice.notifier;

import dev.sluice.api.ApiRoutes;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.notifier.audit.AuditKeeper;
import dev.sluice.notifier.audit.AuditSearch;
import dev.sluice.notifier.audit.TimeIndex;
import dev.sluice.notifier.letter.LetterKeeper;
import dev.sluice.notifier.letter.LetterSearch;
import dev.sluice.notifier.query.InstanceRoutes;
import dev.sluice.notifier.query.Instances;
import dev.sluice.notifier.query.SharedStores;
import dev.sluice.notifier.topology.InternalTopics;
import dev.sluice.notifier.topology.Kept;
import dev.sluice.notifier.topology.NotifierMeters;
import dev.sluice.notifier.topology.NotifierQueries;
import dev.sluice.notifier.topology.NotifierTopology;
import dev.sluice.program.Surroundings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes releases through the rings, counts confirmations and keeps the inventory: the topology,
/// running.
///
/// Any number of notifiers share the partitions. Whoever starts one closes it; a killed one is
/// missed after six seconds, and another, or itself, goes on from the last transaction.
public final class Notifier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  /// A thread asks for events several times a second, whatever there is to do; only the end of a
  /// transaction may hold it up.
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(20);

  private static final String SINCE_LAST_POLL = "last-poll-seconds-ago";
  private static final Pattern THREADS_CONSUMER = Pattern.compile(".*-StreamThread-\\d+-consumer");

  private final KafkaStreams streams;
  private final int partitions;
  private final Kept kept;
  private final NotifierMeters meters;
  private final KafkaStreamsMetrics metrics;
  private final ThreadFailures failures = new ThreadFailures();
  private final AtomicReference<Optional<Throwable>> failure =
      new AtomicReference<>(Optional.empty());
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch failed = new CountDownLatch(1);

  private Notifier(KafkaStreams streams, int partitions, Kept kept, NotifierMeters meters) {
    this.streams = streams;
    this.partitions = partitions;
    this.kept = kept;
    this.meters = meters;
    this.metrics = new KafkaStreamsMetrics(streams);
  }

  /// Starts a notifier that keeps as much to search in as by default, as
  /// [#start(KafkaConnection,
  /// Path, int, Kept, Surroundings)].
  public static Notifier start(
      KafkaConnection kafka, Path stateDirectory, int threads, Surroundings surroundings)
      throws IOException {
    return start(kafka, stateDirectory, threads, Kept.standard(), surroundings);
  }

  /// Starts a notifier. Returns before it has its partitions; [#awaitRunning(Duration)] waits for
  /// them.
  ///
  /// @param stateDirectory for the device records; may be lost
  /// @param threads of the topology
  /// @param kept how much is kept to search in
  /// @param surroundings where its meters and those of Kafka Streams are shown, and its spans
  /// @throws IOException if Kafka does not answer, or has not the pipeline's topics
  public static Notifier start(
      KafkaConnection kafka, Path stateDirectory, int threads, Kept kept, Surroundings surroundings)
      throws IOException {
    return start(kafka, stateDirectory, threads, kept, InstancesConfig.SINGLE, surroundings);
  }

  /// Starts a notifier that shares the partitions with others which it can ask, and they it.
  ///
  /// @throws IOException as above
  static Notifier start(
      KafkaConnection kafka,
      Path stateDirectory,
      int threads,
      Kept kept,
      InstancesConfig instances,
      Surroundings surroundings)
      throws IOException {
    int partitions = InternalTopics.ensure(kafka);
    MeterRegistry registry = surroundings.meters();
    var meters = new NotifierMeters(registry);
    var streams =
        new KafkaStreams(
            NotifierTopology.build(partitions, meters, surroundings.traces(), kept),
            StreamsSettings.of(kafka, stateDirectory, threads, instances, meters));
    var notifier = new Notifier(streams, partitions, kept, meters);
    streams.setUncaughtExceptionHandler(notifier::onUncaught);
    streams.setStateListener((state, _) -> notifier.onState(state));
    notifier.metrics.bindTo(registry);
    registry.gauge("sluice.notifier.partitions", streams, Notifier::partitionsHeld);
    streams.start();
    LOG.atInfo()
        .addKeyValue("partitions", partitions)
        .addKeyValue("threads", threads)
        .log("notifier started");
    return notifier;
  }

  /// What it holds, for those who ask; what others hold nobody is told.
  public NotifierQueries queries() {
    return queries(Instances.NONE);
  }

  /// What it and the others hold.
  NotifierQueries queries(Instances others) {
    return new NotifierQueries(new SharedStores(streams, partitions, others));
  }

  /// What the others ask of it.
  ApiRoutes instanceRoutes() {
    return new InstanceRoutes(streams, partitions, NotifierQueries.kinds());
  }

  /// The audit log, for those who ask.
  ///
  /// @param clock says what is too old to be shown
  public AuditSearch audit(InstantSource clock) {
    return new AuditSearch(TimeIndex.of(streams, AuditKeeper.STORE), kept.audit(), clock);
  }

  /// The dead letters, for those who ask.
  ///
  /// @param kafka where they are
  public LetterSearch letters(KafkaConnection kafka) {
    return new LetterSearch(TimeIndex.of(streams, LetterKeeper.STORE), kafka);
  }

  /// How many dead letters nobody has decided about.
  public long openLetters() {
    return meters.openLetters();
  }

  /// Waits until every partition that is this notifier's is read and its state is there.
  ///
  /// @return false if that took longer, or the notifier failed
  public boolean awaitRunning(Duration limit) throws InterruptedException {
    return running.await(limit.toNanos(), TimeUnit.NANOSECONDS) && findFailure().isEmpty();
  }

  /// Why the notifier stopped by itself, if it did. Then it has to be closed and started again.
  public Optional<Throwable> findFailure() {
    return failure.get();
  }

  /// Waits until the notifier stops by itself, which it never should.
  ///
  /// @return why
  public Throwable awaitFailure() throws InterruptedException {
    failed.await();
    return failure.get().orElseThrow();
  }

  private void onState(KafkaStreams.State state) {
    if (state == KafkaStreams.State.RUNNING) {
      running.countDown();
    }
    if (state == KafkaStreams.State.ERROR) {
      failure.compareAndSet(
          Optional.empty(), Optional.of(new IllegalStateException("the topology failed")));
      failed.countDown();
      running.countDown();
    }
  }

  private StreamThreadExceptionResponse onUncaught(Throwable thrown) {
    if (failures.isToReplace(thrown)) {
      LOG.atWarn().setCause(thrown).log("notifier thread replaced");
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    LOG.atError().setCause(thrown).log("notifier failed; restart it and report");
    failure.set(Optional.of(thrown));
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  /// How many partitions of the topics it reads are this notifier's.
  private static double partitionsHeld(KafkaStreams streams) {
    return streams.metadataForLocalThreads().stream()
        .flatMap(thread -> thread.activeTasks().stream())
        .mapToLong(task -> task.topicPartitions().size())
        .sum();
  }

  /// Why it does not do its work now, if so.
  public Optional<String> problem() {
    Optional<Throwable> failed = findFailure();
    if (failed.isPresent()) {
      return Optional.of("the topology failed: " + failed.get().getMessage());
    }
    return switch (streams.state()) {
      case RUNNING -> silence(streams.metrics().values());
      case REBALANCING -> Optional.of("partitions are being divided, or their state restored");
      default -> Optional.of("the topology is " + streams.state());
    };
  }

  /// That a thread has asked for no events for long, by the metrics of the consumers.
  static Optional<String> silence(Collection<? extends Metric> metrics) {
    double seconds =
        metrics.stream()
            .filter(metric -> metric.metricName().name().equals(SINCE_LAST_POLL))
            .filter(metric -> isOfThread(metric.metricName()))
            .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
            .max()
            .orElse(0);
    return seconds > SILENCE_LIMIT.toSeconds()
        ? Optional.of(
            "the topology has asked for no events for %.0f s; it may wait for Kafka to end a transaction"
                .formatted(seconds))
        : Optional.empty();
  }

  private static boolean isOfThread(MetricName name) {
    return THREADS_CONSUMER.matcher(name.tags().getOrDefault("client-id", "")).matches();
  }

  /// Begins what [#close()] does and does not wait for its end, so that other things end meanwhile.
  void beginClose() {
    var _ = close(Duration.ZERO);
  }

  /// Ends the transaction in hand and leaves the group, so that the next notifier need not wait.
  @Override
  public void close() {
    boolean closed = close(CLOSE_LIMIT);
    metrics.close();
    LOG.atInfo().addKeyValue("inTime", closed).log("notifier closed");
  }

  private boolean close(Duration limit) {
    return streams.close(
        CloseOptions.timeout(limit)
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
  }
}
