package dev.sluice.notifier;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.RingsSigned;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.TopicWatcher;
import dev.sluice.kafka.UndeliveredEventException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Signs whatever is planned, and remembers what it saw.
final class TestSigner implements AutoCloseable {
  static final MetadataVersions VERSIONS = new MetadataVersions(3, 2);

  private final EventProducer producer;
  private final Queue<Event> seen = new ConcurrentLinkedQueue<>();
  private final EventFollower follower;

  private TestSigner(KafkaConnection kafka, EventProducer producer) {
    this.producer = producer;
    this.follower =
        EventFollower.start(
            kafka,
            List.of(
                new TopicWatcher<>(Topic.SIGNING, this::sign),
                new TopicWatcher<>(Topic.ROLLOUTS, stamped -> seen.add(stamped.event())),
                new TopicWatcher<>(Topic.ANNOUNCEMENTS, stamped -> seen.add(stamped.event()))));
  }

  static TestSigner start(KafkaConnection kafka, EventProducer producer) {
    return new TestSigner(kafka, producer);
  }

  private void sign(StampedEvent<?> stamped) {
    seen.add(stamped.event());
    if (stamped.event() instanceof RingsPlanned planned) {
      try {
        producer.send(
            new RingsSigned(
                planned.product(), planned.sequence(), planned.document().digest(), VERSIONS));
      } catch (UndeliveredEventException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// Every event of this kind, in the order in which it was seen.
  <E extends Event> List<E> seen(Class<E> kind) {
    return seen.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// The sequences of all planned rings documents.
  List<Long> sequences() {
    return seen(RingsPlanned.class).stream().map(RingsPlanned::sequence).toList();
  }

  @Override
  public void close() {
    follower.close();
  }
}
