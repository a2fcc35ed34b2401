package dev.sluice.fleet.run;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.release.ArtifactEvent;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.RingsSigned;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.TopicWatcher;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.digest.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// The newest rings document of a product that the signer has signed, and the artifacts of its
/// releases, as the queue tells them.
///
/// A real device reads signed metadata. A light one believes the queue, to which only the
/// pipeline's own programs may write.
final class SignedRings implements AutoCloseable {
  /// More than wait for a signature at a time.
  private static final int PLANNED_LIMIT = 64;

  private final ProductName product;
  private final EventFollower follower;

  /// By sequence; only the follower's thread sees them.
  private final TreeMap<Long, RingsDocument> planned = new TreeMap<>();

  private final Map<Digest, Digest> artifactsByManifest = new ConcurrentHashMap<>();
  private final AtomicReference<Optional<RingsDocument>> newest =
      new AtomicReference<>(Optional.empty());

  SignedRings(KafkaConnection kafka, ProductName product) {
    this.product = product;
    this.follower =
        EventFollower.start(
            kafka,
            List.of(
                new TopicWatcher<>(Topic.SIGNING, this::see),
                new TopicWatcher<>(Topic.ARTIFACTS, this::seeArtifact)));
  }

  private void see(StampedEvent<SigningEvent> stamped) {
    if (!stamped.event().key().equals(product.value())) {
      return;
    }
    switch (stamped.event()) {
      case RingsPlanned event -> {
        planned.put(event.sequence(), event.document());
        if (planned.size() > PLANNED_LIMIT) {
          planned.remove(planned.firstKey());
        }
      }
      case RingsSigned event -> {
        RingsDocument document = planned.get(event.sequence());
        planned.headMap(event.sequence(), true).clear();
        if (document != null && document.digest().equals(event.document())) {
          newest.set(Optional.of(document));
        }
      }
      case dev.sluice.events.signing.RingsRefused _ -> {
        // The notifier plans again.
      }
    }
  }

  private void seeArtifact(StampedEvent<ArtifactEvent> stamped) {
    if (stamped.event() instanceof ArtifactPublished published
        && published.release().product().equals(product)) {
      artifactsByManifest.put(
          published.manifest().sha256(), published.artifacts().getFirst().sha256());
    }
  }

  /// The newest document, once.
  Optional<RingsDocument> take() {
    return newest.getAndSet(Optional.empty());
  }

  /// What a device installs of a release: its first artifact, or its manifest's digest in the place
  /// of one that the queue has not told of.
  Digest artifact(ReleaseRef release) {
    return artifactsByManifest.getOrDefault(release.manifest(), release.manifest());
  }

  boolean isRunning() {
    return follower.isRunning();
  }

  @Override
  public void close() {
    follower.close();
  }
}
