package dev.sluice.signer.worker;

import dev.sluice.events.ArtifactPublished;
import dev.sluice.events.DeltasBuilt;
import dev.sluice.events.Event;
import dev.sluice.events.MetadataVersions;
import dev.sluice.events.StampedEvent;
import dev.sluice.kafka.EventBatchHandler;
import dev.sluice.kafka.EventProducer;
import dev.sluice.signer.repository.Committed;
import dev.sluice.signer.repository.Repository;
import dev.sluice.signer.repository.RepositoryWriter;
import dev.sluice.store.ObjectStore;
import dev.sluice.tuf.metadata.MetadataPaths;
import dev.sluice.tuf.metadata.TargetFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs what events ask for and says so, in that order: nothing is announced before devices can
/// see it.
///
/// Events that come together share one snapshot and one timestamp. An event that comes again finds
/// its work done, and is answered again.
public final class SigningWorker implements EventBatchHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SigningWorker.class);

  /// Sends answers; a part of [EventProducer], so that tests can do without Kafka.
  @FunctionalInterface
  public interface Answers {
    /// Sends all events in order and waits until they are safe.
    ///
    /// @throws IOException if they are not
    void sendAll(List<Event> events) throws IOException;
  }

  private final ObjectStore store;
  private final RepositoryWriter writer;
  private final Answers answers;

  /// A worker over a repository.
  public SigningWorker(ObjectStore store, RepositoryWriter writer, Answers answers) {
    this.store = store;
    this.writer = writer;
    this.answers = answers;
  }

  @Override
  public void handleAll(List<StampedEvent> events) throws IOException {
    requireReadable(events);
    Committed<SigningPlan> committed = writer.commit(before -> SigningPlan.of(before, events));
    Repository repository = committed.repository();
    var versions =
        new MetadataVersions(repository.timestamp().version(), repository.snapshot().version());
    List<Event> replies = committed.proposal().answers(versions);
    answers.sendAll(replies);
    for (Event reply : replies) {
      LOG.info(
          "answered event={} key={} timestamp={} snapshot={}",
          reply.type(),
          reply.key(),
          versions.timestamp(),
          versions.snapshot());
    }
  }

  /// A target that nobody can fetch must not be vouched for: every device would fail on it.
  private void requireReadable(List<StampedEvent> events) throws IOException {
    for (StampedEvent stamped : events) {
      for (TargetFile target : targetsOf(stamped.event())) {
        String path = MetadataPaths.target(target.path(), target.sha256());
        OptionalLong lengthBytes = store.findLengthBytes(path);
        if (!lengthBytes.equals(OptionalLong.of(target.lengthBytes()))) {
          throw new IOException(
              "%s: expected an object of %d bytes, got %s"
                  .formatted(
                      path,
                      target.lengthBytes(),
                      lengthBytes.isPresent() ? lengthBytes.getAsLong() : "none"));
        }
      }
    }
  }

  private static List<TargetFile> targetsOf(Event event) {
    List<TargetFile> targets = new ArrayList<>();
    if (event instanceof ArtifactPublished published) {
      targets.addAll(published.artifacts());
      targets.add(published.manifest());
    } else if (event instanceof DeltasBuilt built) {
      targets.addAll(built.descriptors());
    }
    return targets;
  }
}
