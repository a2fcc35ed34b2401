package dev.sluice.bench.rollout;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.RingsSigned;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.Topics;
import dev.sluice.kafka.UndeliveredEventException;
import dev.sluice.notifier.Notifier;
import dev.sluice.program.Surroundings;
import dev.sluice.server.KafkaBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/// A broker, a notifier and the signer's stand-in.
public final class Stamp implements AutoCloseable {
  static final int PARTITIONS = 4;

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final MetadataVersions VERSIONS = new MetadataVersions(1, 1);

  private final KafkaBroker broker;
  private final KafkaConnection kafka;
  private final EventProducer producer;
  private final EventFollower signer;
  private final Notifier notifier;

  private Stamp(
      KafkaBroker broker,
      KafkaConnection kafka,
      EventProducer producer,
      EventFollower signer,
      Notifier notifier) {
    this.broker = broker;
    this.kafka = kafka;
    this.producer = producer;
    this.signer = signer;
    this.notifier = notifier;
  }

  /// Starts all of it below a folder.
  ///
  /// @param threads of the topology
  public static Stamp start(Path directory, int threads) throws IOException, InterruptedException {
    KafkaBroker broker = KafkaBroker.start(directory.resolve("kafka"));
    var kafka = new KafkaConnection(broker.bootstrapServers());
    Topics.ensure(kafka, PARTITIONS);
    var producer = new EventProducer(kafka, "bench", Clock.systemUTC());
    EventFollower signer =
        EventFollower.start(kafka, Topic.SIGNING, stamped -> answer(producer, stamped));
    Notifier notifier =
        Notifier.start(kafka, directory.resolve("notifier"), threads, Surroundings.quiet());
    if (!notifier.awaitRunning(START_LIMIT)) {
      throw new IllegalStateException("the notifier did not start: " + notifier.problem());
    }
    return new Stamp(broker, kafka, producer, signer, notifier);
  }

  private static void answer(EventProducer producer, StampedEvent<SigningEvent> stamped) {
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

  /// Its broker.
  public KafkaConnection kafka() {
    return kafka;
  }

  /// Sends what people and programs would.
  public EventProducer producer() {
    return producer;
  }

  /// Its notifier.
  public Notifier notifier() {
    return notifier;
  }

  /// Ends the notifier; the broker goes on.
  void stopNotifier() {
    notifier.close();
  }

  @Override
  public void close() {
    notifier.close();
    signer.close();
    producer.close();
    broker.close();
  }
}
