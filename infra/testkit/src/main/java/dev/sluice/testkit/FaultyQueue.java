package dev.sluice.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/// A one-way link in virtual time that loses, doubles, delays, reorders and damages messages as its
/// [Faults] say.
///
/// Without faults a message arrives at the instant it was sent, in order. Delayed messages keep
/// their order among themselves and hold back those behind them; overtaken ones do not. One thread
/// uses a queue.
///
/// @param <M> what travels; immutable, because a doubled message is the same object twice
public final class FaultyQueue<M> {
  private final Seeded seeded;
  private final BiFunction<Seeded, M, M> damage;
  private final TreeMap<Position, M> underWay = new TreeMap<>();

  private Faults faults;
  private Instant lastInOrder = Instant.MIN;
  private long sequence;

  private record Position(Instant at, long sequence) implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  /// A link whose messages cannot be damaged: they carry a checksum of their own.
  public FaultyQueue(Seeded seeded, Faults faults) {
    this(seeded, faults, (_, message) -> message);
  }

  /// A link that hands a message to `damage` when [Fault#FLIPPED_BIT] strikes.
  public FaultyQueue(Seeded seeded, Faults faults, BiFunction<Seeded, M, M> damage) {
    this.seeded = seeded;
    this.faults = faults;
    this.damage = damage;
  }

  /// From now on other faults; what is under way arrives as it was going to.
  public void setFaults(Faults changed) {
    faults = changed;
  }

  /// Sends a message at `now`; it may be lost, and it may arrive twice.
  public void send(Instant now, M message) {
    if (faults.strikes(Fault.LOSS, seeded)) {
      return;
    }
    enqueue(now, message);
    if (faults.strikes(Fault.DUPLICATION, seeded)) {
      enqueue(now, message);
    }
  }

  private void enqueue(Instant now, M message) {
    var carried =
        faults.strikes(Fault.FLIPPED_BIT, seeded) ? damage.apply(seeded, message) : message;
    if (faults.strikes(Fault.REORDERING, seeded)) {
      underWay.put(new Position(now.plus(lateness()), sequence++), carried);
      return;
    }
    var arrival = faults.strikes(Fault.DELAY, seeded) ? now.plus(lateness()) : now;
    lastInOrder = arrival.isAfter(lastInOrder) ? arrival : lastInOrder;
    underWay.put(new Position(lastInOrder, sequence++), carried);
  }

  private Duration lateness() {
    return Duration.ofMillis(seeded.between(1, faults.maxDelay().toMillis()));
  }

  /// Takes what has arrived by `now`, in the order of arrival.
  public List<M> receive(Instant now) {
    var arrived = underWay.headMap(new Position(now, Long.MAX_VALUE), true);
    var messages = new ArrayList<>(arrived.values());
    arrived.clear();
    return messages;
  }

  /// Takes the first message that has arrived by `now`.
  public Optional<M> poll(Instant now) {
    var first = underWay.firstEntry();
    if (first == null || first.getKey().at().isAfter(now)) {
      return Optional.empty();
    }
    underWay.remove(first.getKey());
    return Optional.of(first.getValue());
  }

  /// When the next message arrives; empty if none is under way.
  public Optional<Instant> nextArrival() {
    return underWay.isEmpty() ? Optional.empty() : Optional.of(underWay.firstKey().at());
  }

  /// How many messages are under way.
  public int size() {
    return underWay.size();
  }
}
