package dev.sluice.console.release;

import dev.sluice.events.Topic;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.TopicWatcher;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.KafkaException;

/// A table that follows its two topics from their beginning; both are compacted. While Kafka is
/// away, what was last known counts.
public final class FollowedReleases implements AutoCloseable {
  private final ReleaseTable table;
  private final EventFollower follower;

  private FollowedReleases(ReleaseTable table, EventFollower follower) {
    this.table = table;
    this.follower = follower;
  }

  /// Starts following; the caller closes it. The first seconds show what was read so far.
  ///
  /// @throws IOException if Kafka does not answer or has no such topics
  public static FollowedReleases start(KafkaConnection kafka) throws IOException {
    var table = new ReleaseTable();
    try {
      EventFollower follower =
          EventFollower.start(
              kafka,
              List.of(
                  new TopicWatcher<>(Topic.ARTIFACTS, table::see),
                  new TopicWatcher<>(Topic.RELEASES, table::seeSigned)));
      return new FollowedReleases(table, follower);
    } catch (KafkaException | IllegalStateException e) {
      throw new IOException("releases: " + e.getMessage(), e);
    }
  }

  /// What it knows.
  public ReleaseTable table() {
    return table;
  }

  @Override
  public void close() {
    follower.close();
  }
}
