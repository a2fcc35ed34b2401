package dev.sluice.notifier;

import dev.sluice.events.Order;
import dev.sluice.events.RolloutOrdered;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.UndeliveredEventException;

/// Sends what people order.
public final class RolloutCommands {
  private final EventProducer producer;

  /// @param producer the caller's, who closes it
  public RolloutCommands(EventProducer producer) {
    this.producer = producer;
  }

  /// Orders something for a rollout. Returns when the order is safe; whether it could be obeyed
  /// shows in [RolloutView].
  ///
  /// @param by who orders it
  /// @param reason why; may be empty
  /// @throws UndeliveredEventException if Kafka did not take it
  public void order(RolloutId rollout, Order order, String by, String reason)
      throws UndeliveredEventException {
    producer.send(new RolloutOrdered(rollout, order, by, reason));
  }
}
