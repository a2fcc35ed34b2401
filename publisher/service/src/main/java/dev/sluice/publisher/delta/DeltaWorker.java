package dev.sluice.publisher.delta;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.release.ArtifactEvent;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.DeltasBuilt;
import dev.sluice.events.release.WithdrawalOrdered;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.EventWorker;
import dev.sluice.kafka.TopicWatcher;
import dev.sluice.kafka.WorkerSetup;
import dev.sluice.program.Parts;
import dev.sluice.program.Surroundings;
import dev.sluice.publisher.patch.BuildPool;
import dev.sluice.publisher.patch.MemoryBudget;
import dev.sluice.publisher.patch.PatchBuilder;
import dev.sluice.publisher.patch.WorkDirectory;
import dev.sluice.publisher.store.S3ArtifactStore;
import dev.sluice.publisher.store.S3UploadTickets;
import dev.sluice.publisher.store.UploadProgress;
import dev.sluice.publisher.store.Uploader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Builds patches for what is published, from what the devices run.
///
/// It consumes `artifact.published`, and follows the states of all devices and the policies, which
/// name releases that devices pass through. One release is worked on at a time, its patches are
/// made in parallel. More workers of the same Kafka cluster share the work: topic `artifacts` is
/// partitioned by product, each partition belongs to one member of the group, and so all releases
/// of one product are built by one worker, in order. More workers than the topic has partitions, or
/// than there are products, have nothing to do; a single product is built faster only by
/// [DeltaLimits#maxParallelBuilds].
///
/// What the disk kept from being built is tried again with the event, under the worker's retry
/// policy, and buried with it in the end; while the store or Kafka is away the event waits. Patches
/// that were built by then stay.
public final class DeltaWorker implements AutoCloseable {
  static final String GROUP = "delta-worker";

  private static final Logger LOG = LoggerFactory.getLogger(DeltaWorker.class);

  private final Duration fleetWait;
  private final FleetView fleet = new FleetView();

  private final Parts parts = new Parts();

  private DeltaWorker(Duration fleetWait) {
    this.fleetWait = fleetWait;
  }

  /// Starts a worker. The topics and the bucket exist already.
  ///
  /// @throws IOException if the work directory cannot be used
  public static DeltaWorker start(DeltaWorkerConfig config) throws IOException {
    return start(config, Surroundings.quiet());
  }

  /// Starts a worker that says how it is.
  ///
  /// @param surroundings get a check for as long as the worker lives, what it costs and saves, and
  ///     spans
  /// @throws IOException if the work directory cannot be used
  public static DeltaWorker start(DeltaWorkerConfig config, Surroundings surroundings)
      throws IOException {
    var worker = new DeltaWorker(config.fleetWait());
    boolean started = false;
    try {
      worker.open(config, surroundings);
      started = true;
      return worker;
    } finally {
      if (!started) {
        worker.close();
      }
    }
  }

  private void open(DeltaWorkerConfig config, Surroundings surroundings) throws IOException {
    WorkDirectory work = WorkDirectory.open(config.workDirectory());
    var store = parts.add(new S3ArtifactStore(config.store()));
    var tickets = parts.add(new S3UploadTickets(config.store()));
    var uploader = parts.add(new Uploader(tickets, config.retries()));
    var events = parts.add(new EventProducer(config.kafka(), GROUP, config.clock()));
    var pool = new BuildPool(config.limits().maxParallelBuilds());
    var builder =
        new DeltaBuilder(
            config.limits(),
            store,
            (path, file, scanned) -> uploader.upload(path, file, scanned, UploadProgress.NONE),
            work,
            new PatchBuilder(work, config.limits().maxApplyBytes(), pool.parts()),
            pool,
            new MemoryBudget(config.limits().maxMemoryBytes()),
            events::send,
            DeltaMeters.of(surroundings.meters()));
    var follower =
        parts.add(
            EventFollower.start(
                config.kafka(),
                List.of(
                    new TopicWatcher<>(Topic.DEVICES, fleet::accept),
                    new TopicWatcher<>(Topic.POLICIES, fleet.floors()::see))));
    var setup = new WorkerSetup(config.kafka(), GROUP, config.retries(), events, surroundings);
    var _ =
        parts.add(
            EventWorker.start(setup, Topic.ARTIFACTS, event -> handle(event, follower, builder)));
    // Last, so that it is closed first: the worker does not wait for a diff then, which has no end
    // before its own.
    var _ = parts.add(pool);
  }

  private void handle(
      StampedEvent<ArtifactEvent> stamped, EventFollower follower, DeltaBuilder builder)
      throws IOException, InterruptedException {
    switch (stamped.event()) {
      case ArtifactPublished published -> build(stamped, published, follower, builder);
      case DeltasBuilt _, WithdrawalOrdered _ -> {
        // Our own answers, and what the signer is asked.
      }
    }
  }

  private void build(
      StampedEvent<?> stamped,
      ArtifactPublished published,
      EventFollower follower,
      DeltaBuilder builder)
      throws IOException, InterruptedException {
    if (!follower.awaitCaughtUp(fleetWait)) {
      LOG.atWarn()
          .addKeyValue("release", published.release())
          .addKeyValue("wait", fleetWait)
          .log("device states not read in time");
    }
    builder.build(stamped, published, fleet);
  }

  @Override
  public void close() {
    parts.close();
  }
}
