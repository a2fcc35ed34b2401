package dev.sluice.notifier.plan;

import dev.sluice.events.ArtifactEvent;
import dev.sluice.events.ArtifactPublished;
import dev.sluice.events.DeltasBuilt;
import dev.sluice.events.Topic;
import dev.sluice.events.WithdrawalOrdered;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.release.ProductName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;

/// The latest releases that were published, with their sizes: one reader of the topic `artifacts`
/// from its beginning. For any number of threads.
public final class PublishedReleases implements AutoCloseable {
  /// Of each product; older ones are forgotten.
  private static final int KEPT = 50;

  /// By product and counter; guarded by itself.
  private final Map<ProductName, TreeMap<Long, PublishedRelease>> releases = new HashMap<>();

  /// Patches of releases that are not known yet, since no order holds within the topic's keys.
  private final List<DeltasBuilt> ahead = new ArrayList<>();

  private Runnable end = () -> {};

  private PublishedReleases() {}

  /// Starts following; the caller closes it.
  ///
  /// @throws IOException if Kafka does not answer or has no such topic
  public static PublishedReleases start(KafkaConnection kafka) throws IOException {
    var releases = new PublishedReleases();
    try {
      EventFollower follower =
          EventFollower.start(kafka, Topic.ARTIFACTS, stamped -> releases.see(stamped.event()));
      releases.end = follower::close;
      return releases;
    } catch (KafkaException | IllegalStateException e) {
      throw new IOException("published releases: " + e.getMessage(), e);
    }
  }

  private void see(ArtifactEvent event) {
    synchronized (releases) {
      switch (event) {
        case ArtifactPublished published -> add(published);
        case DeltasBuilt built -> {
          if (!take(built) && ahead.size() < KEPT) {
            ahead.add(built);
          }
        }
        case WithdrawalOrdered _ -> {}
      }
    }
  }

  private void add(ArtifactPublished published) {
    TreeMap<Long, PublishedRelease> known =
        releases.computeIfAbsent(published.release().product(), _ -> new TreeMap<>());
    known.put(published.counter(), PublishedRelease.of(published));
    if (known.size() > KEPT) {
      var _ = known.pollFirstEntry();
    }
    ahead.removeIf(this::take);
  }

  private boolean take(DeltasBuilt built) {
    TreeMap<Long, PublishedRelease> known = releases.get(built.release().product());
    return known != null
        && known.computeIfPresent(built.counter(), (_, release) -> release.with(built)) != null;
  }

  /// The latest release of a product that is as one asks.
  Optional<PublishedRelease> find(ProductName product, Predicate<PublishedRelease> wanted) {
    synchronized (releases) {
      TreeMap<Long, PublishedRelease> known = releases.get(product);
      return known == null
          ? Optional.empty()
          : known.descendingMap().values().stream().filter(wanted).findFirst();
    }
  }

  @Override
  public void close() {
    end.run();
  }
}
