package dev.sluice.notifier.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/// Runs something once at a time on the wall clock, each time that it is set.
///
/// Kafka Streams commits a transaction after every punctuation, also after one that found nothing
/// to do; so nothing is scheduled while nothing is due, and a notifier at rest writes nothing. For
/// the thread of its task only.
final class Alarm {
  /// The least that Kafka Streams schedules.
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final ProcessorContext<?, ?> context;
  private final Runnable action;
  private Optional<Pending> pending = Optional.empty();

  /// @param action may set the alarm again
  Alarm(ProcessorContext<?, ?> context, Runnable action) {
    this.context = context;
    this.action = action;
  }

  /// Sees to it that the action runs once this has passed, or earlier if it was to run earlier.
  void setIn(Duration delay) {
    setAt(now().plus(delay));
  }

  /// Sees to it that the action runs at this time, or earlier if it was to run earlier; very soon
  /// if the time is past.
  void setAt(Instant time) {
    if (pending.isPresent()) {
      if (!pending.get().time().isAfter(time)) {
        return;
      }
      pending.get().punctuation().cancel();
    }
    Duration delay = Duration.between(now(), time);
    Cancellable punctuation =
        context.schedule(
            delay.compareTo(SHORTEST) < 0 ? SHORTEST : delay,
            PunctuationType.WALL_CLOCK_TIME,
            _ -> ring());
    pending = Optional.of(new Pending(time, punctuation));
  }

  private void ring() {
    pending.ifPresent(rung -> rung.punctuation().cancel());
    pending = Optional.empty();
    action.run();
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }

  private record Pending(Instant time, Cancellable punctuation) {}
}
