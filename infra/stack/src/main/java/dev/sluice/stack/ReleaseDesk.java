package dev.sluice.stack;

import dev.sluice.events.DeltasBuilt;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.publisher.PublishOutcome;
import dev.sluice.publisher.PublishRequest;
import dev.sluice.publisher.PublishedRelease;
import dev.sluice.publisher.ReleasePublisher;
import dev.sluice.publisher.store.S3ArtifactStore;
import dev.sluice.publisher.store.S3UploadTickets;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.ObjectPaths;
import dev.sluice.stack.server.ObjectServer;
import dev.sluice.stack.server.StoreCredentials;
import dev.sluice.store.ObjectStoreConfig;
import dev.sluice.store.S3Bucket;
import dev.sluice.store.StoreException;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Where releases are published to one pipeline, in this process or in another one on the same data
/// directory.
public final class ReleaseDesk implements AutoCloseable {
  private static final String PIPELINE = "pipeline";

  private final EventProducer producer;
  private final S3ArtifactStore store;
  private final S3UploadTickets tickets;
  private final ReleasePublisher publisher;
  private final S3Bucket bucket;

  private ReleaseDesk(
      EventProducer producer,
      S3ArtifactStore store,
      S3UploadTickets tickets,
      ReleasePublisher publisher,
      S3Bucket bucket) {
    this.producer = producer;
    this.store = store;
    this.tickets = tickets;
    this.publisher = publisher;
    this.bucket = bucket;
  }

  /// Opens it; nothing is connected before the first use.
  ///
  /// @param data the pipeline's data directory, which another process may hold
  public static ReleaseDesk open(Path data, KafkaConnection kafka, URI objects) throws IOException {
    ObjectStoreConfig config = store(credentials(data), objects);
    EventProducer producer = new EventProducer(kafka, "sluice/publisher", InstantSource.system());
    S3ArtifactStore store = new S3ArtifactStore(config);
    S3UploadTickets tickets = new S3UploadTickets(config);
    return new ReleaseDesk(
        producer,
        store,
        tickets,
        new ReleasePublisher(store, tickets, producer, RetryPolicy.STANDARD),
        S3Bucket.open(config));
  }

  /// Publishes a file; bad input and unreachable services are outcomes.
  public PublishOutcome publish(PublishRequest request) {
    return publisher.publish(request);
  }

  /// Publishes a file that must be accepted.
  ///
  /// @throws FailedException with the publisher's reason otherwise
  public PublishedRelease require(PublishRequest request) {
    return switch (publish(request)) {
      case PublishOutcome.Published(var release) -> release;
      case PublishOutcome.AlreadyPublished(var release) -> release;
      case PublishOutcome.Refused refused -> throw new FailedException(refused.message());
    };
  }

  /// The descriptor of a patch from a base, if one was built.
  ///
  /// @throws FailedException if the store does not give a readable one
  public Optional<DeltaDescriptor> findDelta(DeltasBuilt built, Digest base) {
    String path = DeltaDescriptor.path(built.release().product(), built.result(), base);
    return built.descriptors().stream()
        .filter(target -> target.path().equals(path))
        .findFirst()
        .map(target -> read(ObjectPaths.target(path, target.sha256())));
  }

  /// The descriptors of all patches that were built, in that order.
  ///
  /// @throws FailedException if the store does not give a readable one
  public List<DeltaDescriptor> deltas(DeltasBuilt built) {
    return built.descriptors().stream()
        .map(target -> read(ObjectPaths.target(target.path(), target.sha256())))
        .toList();
  }

  private DeltaDescriptor read(String object) {
    try {
      return DeltaDescriptor.decode(
          store
              .find(object, DeltaDescriptor.MAX_LENGTH_BYTES)
              .orElseThrow(
                  () -> new FailedException("object " + object + " was expected in the store"))
              .content()
              .bytes());
    } catch (StoreException | MalformedJsonException e) {
      throw new FailedException("object " + object + " cannot be read", e);
    }
  }

  /// What lies in the bucket now.
  public StoreUsage usage() {
    return StoreUsage.read(bucket);
  }

  @Override
  public void close() {
    publisher.close();
    tickets.close();
    store.close();
    bucket.close();
    producer.close();
  }

  /// The pipeline's identity at its own object server.
  static StoreCredentials credentials(Path data) throws IOException {
    return new StoreCredentials(PIPELINE, Secrets.of(data, PIPELINE));
  }

  /// The object server as the publisher's services see it.
  static ObjectStoreConfig store(StoreCredentials credentials, URI objects) {
    return ObjectStoreConfig.of(
        objects,
        ObjectServer.REGION,
        ObjectServer.BUCKET,
        credentials.accessKey(),
        credentials.secretKey());
  }
}
