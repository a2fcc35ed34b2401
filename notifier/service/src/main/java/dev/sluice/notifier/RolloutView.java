package dev.sluice.notifier;

import dev.sluice.events.RolloutChanged;
import dev.sluice.events.RolloutRecord;
import dev.sluice.events.RolloutSnapshot;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.KafkaConnection;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Shows every rollout that ever was, as the audit log last said: counts are at most two seconds
/// old.
///
/// It reads the log from the beginning, so any process may have one, and it needs no notifier to
/// run. For any number of threads.
public final class RolloutView implements AutoCloseable {
  private static final Comparator<RolloutSnapshot> LATEST_FIRST =
      Comparator.comparing((RolloutSnapshot rollout) -> rollout.id().product())
          .thenComparing(Comparator.comparingLong(RolloutSnapshot::counter).reversed());

  private final Map<RolloutId, RolloutSnapshot> rollouts;
  private final EventFollower follower;

  private RolloutView(Map<RolloutId, RolloutSnapshot> rollouts, EventFollower follower) {
    this.rollouts = rollouts;
    this.follower = follower;
  }

  /// Starts a view; the caller closes it.
  public static RolloutView start(KafkaConnection kafka) {
    Map<RolloutId, RolloutSnapshot> rollouts = new ConcurrentHashMap<>();
    return new RolloutView(
        rollouts, EventFollower.start(kafka, Topic.ROLLOUTS, stamped -> see(rollouts, stamped)));
  }

  private static void see(
      Map<RolloutId, RolloutSnapshot> rollouts, StampedEvent<RolloutRecord> stamped) {
    switch (stamped.event()) {
      case RolloutChanged(var snapshot, _) -> rollouts.put(snapshot.id(), snapshot);
    }
  }

  /// All rollouts, by product, the latest release first.
  public List<RolloutSnapshot> rollouts() {
    return rollouts.values().stream().sorted(LATEST_FIRST).toList();
  }

  /// One rollout.
  public Optional<RolloutSnapshot> find(RolloutId id) {
    return Optional.ofNullable(rollouts.get(id));
  }

  /// Waits until everything that was in the log when this was called is seen.
  ///
  /// @return false if that took longer
  public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
    return follower.awaitCaughtUp(limit);
  }

  @Override
  public void close() {
    follower.close();
  }
}
