package dev.sluice.notifier.letter;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.letter.DeadLetterDiscarded;
import dev.sluice.events.letter.DeadLetterRecord;
import dev.sluice.events.letter.DeadLetterReplayed;
import dev.sluice.events.letter.ReplayOrdered;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.EventWorker;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.RecordReader;
import dev.sluice.kafka.RecordReplayer;
import dev.sluice.kafka.UndeliveredEventException;
import dev.sluice.kafka.WorkerSetup;
import dev.sluice.notifier.channel.DeviceMessages;
import dev.sluice.notifier.channel.WrongTopicException;
import dev.sluice.program.Surroundings;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.tuf.json.MalformedJsonException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the records of dead letters again as people order it.
///
/// A record of a topic goes to that topic, with its key and headers and the mark of who ordered it.
/// A
/// message of a device, which came over MQTT, is checked as the bridge checks it and goes to the
/// topic where it belongs; what the check refuses becomes a letter that names the first. A crash
/// between the sending and its event sends once more, which all readers take.
public final class LetterReplayer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LetterReplayer.class);

  /// Members of this group share the work.
  private static final String GROUP = "sluice-replay";

  private static final RetryPolicy RETRIES =
      new RetryPolicy(5, Duration.ofMillis(200), Duration.ofSeconds(30));

  private final KafkaConnection kafka;
  private final EventProducer events;
  private final RecordReplayer records;

  private LetterReplayer(KafkaConnection kafka, EventProducer events, RecordReplayer records) {
    this.kafka = kafka;
    this.events = events;
    this.records = records;
  }

  /// Starts replaying; the caller closes it.
  public static AutoCloseable start(KafkaConnection kafka, Surroundings with) {
    var replayer =
        new LetterReplayer(
            kafka,
            new EventProducer(kafka, "notifier/replay", with.clock()),
            new RecordReplayer(kafka));
    EventWorker worker =
        EventWorker.start(
            new WorkerSetup(kafka, GROUP, RETRIES, replayer.events, with),
            Topic.DEAD_LETTERS,
            replayer::handle);
    return () -> {
      worker.close();
      replayer.close();
    };
  }

  private void handle(StampedEvent<DeadLetterRecord> stamped) throws IOException {
    switch (stamped.event()) {
      case ReplayOrdered order -> replay(stamped.id(), order);
      case DeadLetter _, DeadLetterReplayed _, DeadLetterDiscarded _ -> {
        // Nothing is asked.
      }
    }
  }

  private void replay(String orderId, ReplayOrdered order) throws IOException {
    Optional<DeadLetter> letter =
        RecordReader.read(kafka, Topic.DEAD_LETTERS, order.partition(), order.offset())
            .filter(found -> found.id().equals(order.letter()))
            .map(StampedEvent::event)
            .filter(DeadLetter.class::isInstance)
            .map(DeadLetter.class::cast);
    if (letter.isEmpty()) {
      events.send(
          new DeadLetterDiscarded(
              order.letter(), order.originalKey(), order.by(), "its topic has it no longer"));
      return;
    }
    send(order, letter.get());
    events.send(new DeadLetterReplayed(order.letter(), order.originalKey(), orderId, order.by()));
    LOG.atInfo()
        .addKeyValue("letter", order.letter())
        .addKeyValue("topic", letter.get().originalTopic())
        .addKeyValue("key", order.originalKey())
        .addKeyValue("by", order.by())
        .log("dead letter replayed");
  }

  private void send(ReplayOrdered order, DeadLetter letter) throws UndeliveredEventException {
    String topic = letter.originalTopic();
    if (Topic.find(topic).isPresent()) {
      records.replay(letter, topic, letter.originalKey(), order.letter(), order.by());
      return;
    }
    try {
      Event event = DeviceMessages.read(topic, letter.data().bytes()).event();
      records.replay(letter, event.topic().kafkaName(), event.key(), order.letter(), order.by());
    } catch (MalformedJsonException | WrongTopicException e) {
      events.send(letter.again(order.letter(), String.valueOf(e.getMessage())));
    }
  }

  @Override
  public void close() {
    records.close();
    events.close();
  }
}
