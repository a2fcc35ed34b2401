package dev.sluice.simulation.world;

import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Faults;
import dev.sluice.testkit.FaultyQueue;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/// A one-way way from one part to another, with those of the world's faults that it is to survive.
///
/// @param <M> what travels
public final class Channel<M> {
  private final World world;
  private final Duration latency;
  private final Set<Fault> tolerated;
  private final FaultyQueue<M> queue;
  private final Consumer<M> receiver;

  /// A channel.
  ///
  /// @param latency how long a message takes at least
  /// @param tolerated the faults that the design allows on this way; others never happen on it
  /// @param receiver called once for each arrival
  public Channel(World world, Duration latency, Set<Fault> tolerated, Consumer<M> receiver) {
    this.world = world;
    this.latency = latency;
    this.tolerated = Set.copyOf(tolerated);
    this.queue = new FaultyQueue<>(world.chance().split(), Faults.none());
    this.receiver = receiver;
  }

  /// Sends a message.
  public void send(M message) {
    queue.setFaults(only(world.faults()));
    queue.send(world.now().plus(latency), message);
    pump();
  }

  private Faults only(Faults faults) {
    var kept = Faults.none().withMaxDelay(faults.maxDelay());
    for (var fault : tolerated) {
      kept = kept.with(fault, faults.probabilities().getOrDefault(fault, 0.0));
    }
    return kept;
  }

  private void pump() {
    queue.nextArrival().ifPresent(at -> world.at(at, this::deliver));
  }

  private void deliver() {
    for (var message : queue.receive(world.now())) {
      world.at(world.now(), () -> receiver.accept(message));
    }
    pump();
  }
}
