package dev.sluice.publisher;

import dev.sluice.kafka.EventProducer;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.publisher.delta.DeltaWorker;
import dev.sluice.publisher.delta.DeltaWorkerConfig;
import dev.sluice.publisher.store.S3ArtifactStore;
import dev.sluice.publisher.store.S3UploadTickets;
import java.io.IOException;
import java.time.InstantSource;

/// The publisher as one running service: a [ReleasePublisher] and a [DeltaWorker] with all that
/// they need. Whoever wants only one of them starts that one.
public final class Publisher implements AutoCloseable {
  private static final String SOURCE = "publisher";

  private final S3ArtifactStore store;
  private final S3UploadTickets tickets;
  private final EventProducer events;
  private final ReleasePublisher releases;
  private final DeltaWorker worker;

  private Publisher(PublisherConfig config, InstantSource clock, DeltaWorker worker) {
    this.worker = worker;
    store = new S3ArtifactStore(config.store());
    tickets = new S3UploadTickets(config.store());
    events = new EventProducer(config.kafka(), SOURCE, clock);
    releases = new ReleasePublisher(store, tickets, events, RetryPolicy.STANDARD);
  }

  /// Starts the service.
  ///
  /// @throws IOException if the work directory cannot be used
  public static Publisher start(PublisherConfig config, InstantSource clock) throws IOException {
    var workerConfig =
        new DeltaWorkerConfig(
            config.kafka(),
            config.store(),
            config.workDirectory(),
            config.limits(),
            DeltaWorkerConfig.DEFAULT_FLEET_WAIT,
            RetryPolicy.STANDARD,
            clock);
    return new Publisher(config, clock, DeltaWorker.start(workerConfig));
  }

  /// Publishes releases.
  public ReleasePublisher releases() {
    return releases;
  }

  @Override
  public void close() {
    worker.close();
    releases.close();
    events.close();
    tickets.close();
    store.close();
  }
}
