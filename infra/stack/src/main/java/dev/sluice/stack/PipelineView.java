package dev.sluice.stack;

import dev.sluice.events.ArtifactEvent;
import dev.sluice.events.ArtifactPublished;
import dev.sluice.events.DeltasBuilt;
import dev.sluice.events.DeviceState;
import dev.sluice.events.InventoryEvent;
import dev.sluice.events.RolloutChanged;
import dev.sluice.events.RolloutRecord;
import dev.sluice.events.RolloutSnapshot;
import dev.sluice.events.Topic;
import dev.sluice.events.WithdrawalOrdered;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.TopicWatcher;
import dev.sluice.program.exit.FailedException;
import dev.sluice.release.ReleaseId;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What the topics say of rollouts, patches and devices, kept up to date: how a person's command
/// sees a running pipeline.
///
/// It is rebuilt from the topics at each start. Waiting is always bounded.
public final class PipelineView implements AutoCloseable {
  private static final Duration CATCH_UP_LIMIT = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, RolloutSnapshot> rollouts = new TreeMap<>();
  private final Map<ReleaseId, DeltasBuilt> deltas = new HashMap<>();
  private final Map<String, DeviceState> devices = new TreeMap<>();
  private final EventFollower follower;

  private PipelineView(KafkaConnection kafka) {
    follower =
        EventFollower.start(
            kafka,
            List.of(
                new TopicWatcher<>(Topic.ROLLOUTS, stamped -> received(stamped.event())),
                new TopicWatcher<>(Topic.ARTIFACTS, stamped -> received(stamped.event())),
                new TopicWatcher<>(Topic.DEVICES, stamped -> received(stamped.event()))));
  }

  /// Starts following; what is in the topics by now is seen before the method returns.
  ///
  /// @throws FailedException if the topics cannot be read within 30 s
  public static PipelineView follow(KafkaConnection kafka) {
    PipelineView view = new PipelineView(kafka);
    if (!view.awaitCaughtUp()) {
      view.close();
      throw new FailedException(
          "the topics of Kafka at " + kafka.bootstrapServers() + " could not be read within 30 s");
    }
    return view;
  }

  /// Every rollout, oldest first.
  public List<RolloutSnapshot> rollouts() {
    return locked(
        () ->
            rollouts.values().stream().sorted(Comparator.comparing(RolloutSnapshot::at)).toList());
  }

  /// One rollout as it stands.
  public Optional<RolloutSnapshot> rollout(RolloutId id) {
    return locked(() -> Optional.ofNullable(rollouts.get(id.toString())));
  }

  /// The patches built for a release, as far as they are reported.
  public Optional<DeltasBuilt> deltas(ReleaseId release) {
    return locked(() -> Optional.ofNullable(deltas.get(release)));
  }

  /// What is known of a device.
  public Optional<DeviceState> device(DeviceId id) {
    return locked(() -> Optional.ofNullable(devices.get(id.value())));
  }

  /// Waits until a rollout differs from what the caller has seen of it.
  ///
  /// @return whether it did within the limit
  public boolean awaitChangeOf(RolloutId id, Optional<RolloutSnapshot> seen, Duration limit) {
    return await(view -> !view.rollout(id).equals(seen), limit);
  }

  /// Waits until the condition holds, looking again at each change.
  ///
  /// @return whether it held within the limit
  public boolean await(Predicate<PipelineView> condition, Duration limit) {
    return locked(() -> awaitChange(condition, limit));
  }

  @Override
  public void close() {
    follower.close();
  }

  private boolean awaitCaughtUp() {
    try {
      return follower.awaitCaughtUp(CATCH_UP_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean awaitChange(Predicate<PipelineView> condition, Duration limit) {
    long nanos = limit.toNanos();
    try {
      while (!condition.test(this)) {
        if (nanos <= 0) {
          return false;
        }
        // Conditions may look at more than the topics, so they are asked again without a change
        // too.
        long pause = Math.min(nanos, LOOK_AGAIN.toNanos());
        nanos -= pause - changed.awaitNanos(pause);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void received(RolloutRecord record) {
    switch (record) {
      case RolloutChanged(RolloutSnapshot snapshot, _) ->
          changed(() -> rollouts.put(snapshot.id().toString(), snapshot));
    }
  }

  private void received(ArtifactEvent event) {
    switch (event) {
      case DeltasBuilt built -> changed(() -> deltas.put(built.release(), built));
      case ArtifactPublished _, WithdrawalOrdered _ -> {
        // Not shown.
      }
    }
  }

  private void received(InventoryEvent event) {
    switch (event) {
      case DeviceState device -> changed(() -> devices.put(device.device().value(), device));
    }
  }

  private void changed(Runnable change) {
    locked(
        () -> {
          change.run();
          changed.signalAll();
          return true;
        });
  }

  private <T> T locked(Supplier<T> body) {
    lock.lock();
    try {
      return body.get();
    } finally {
      lock.unlock();
    }
  }
}
