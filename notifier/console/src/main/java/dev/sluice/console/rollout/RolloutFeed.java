package dev.sluice.console.rollout;

import dev.sluice.api.stream.Broadcast;
import dev.sluice.api.stream.EventFeed;
import dev.sluice.api.stream.EventSink;
import dev.sluice.api.stream.ServerEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.rollout.OrderRecorded;
import dev.sluice.events.rollout.RolloutChanged;
import dev.sluice.events.rollout.RolloutRecord;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.KafkaConnection;
import java.io.IOException;
import org.apache.kafka.common.KafkaException;

/// The changes of rollouts for those who follow them: one reader of the topic `rollouts`, from its
/// end on, gives them to all.
public final class RolloutFeed implements EventFeed, AutoCloseable {
  static final String CHANGED = "rollout.changed";

  private final Broadcast broadcast;
  private final Runnable end;

  private RolloutFeed(Broadcast broadcast, Runnable end) {
    this.broadcast = broadcast;
    this.end = end;
  }

  /// One change as clients see it.
  ///
  /// @param change what happened, for people
  /// @param cause why, and who ordered it; empty for what the notifier did by itself
  /// @param rollout after it
  record Change(String change, String cause, RolloutAnswer rollout) {}

  /// Starts following; the caller closes it.
  ///
  /// @throws IOException if Kafka does not answer or has no such topic
  public static RolloutFeed start(KafkaConnection kafka) throws IOException {
    var broadcast = new Broadcast();
    try {
      EventFollower follower =
          EventFollower.startAtEnd(
              kafka, Topic.ROLLOUTS, stamped -> show(broadcast, stamped.event()));
      return new RolloutFeed(broadcast, follower::close);
    } catch (KafkaException | IllegalStateException e) {
      throw new IOException("changes of rollouts: " + e.getMessage(), e);
    }
  }

  /// Gives one record to all who follow.
  static void show(Broadcast broadcast, RolloutRecord record) {
    switch (record) {
      case RolloutChanged(var snapshot, var change, var cause, _, _) ->
          broadcast.send(
              new ServerEvent(CHANGED, new Change(change, cause, RolloutAnswer.of(snapshot))));
      case OrderRecorded _ -> {
        // Its effect is a change of its own.
      }
    }
  }

  @Override
  public Subscription open(EventSink sink) {
    return broadcast.open(sink);
  }

  @Override
  public void close() {
    end.run();
  }
}
