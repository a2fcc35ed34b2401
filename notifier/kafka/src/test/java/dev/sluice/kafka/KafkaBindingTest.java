package dev.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.events.ByteString;
import dev.sluice.events.Event;
import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.TraceParent;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.signing.RingsSigned;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.program.Surroundings;
import dev.sluice.program.admin.Health;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.program.trace.Traces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tests share one broker, so each has a name of its own that is product, record key and
/// consumer
/// at once, and looks at nothing else: every worker also reads what the other tests sent, and what
/// nobody can decode is buried once by each of them.
class KafkaBindingTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2030-01-01T00:00:00Z"));
  private static final RetryPolicy QUICK =
      new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(2));
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir static Path directory;
  private static InProcessBroker broker;
  private static EventProducer producer;

  @BeforeAll
  static void start() throws IOException {
    broker = InProcessBroker.start(directory.resolve("kafka"));
    Topics.ensure(broker.connection(), 3);
    producer = new EventProducer(broker.connection(), "test", CLOCK);
  }

  @AfterAll
  static void stop() {
    producer.close();
    broker.close();
  }

  @Test
  void givenTopics_whenEnsuredAgain_thenPoliciesAreAsTheEventsSay() throws Exception {
    Topics.ensure(broker.connection(), 3);

    try (var admin = Admin.create(broker.connection().toProperties())) {
      var resources =
          Topic.all().stream()
              .map(t -> new ConfigResource(ConfigResource.Type.TOPIC, t.kafkaName()))
              .toList();
      var configs = admin.describeConfigs(resources).all().get();
      for (Topic<?> topic : Topic.all()) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.kafkaName());
        assertThat(configs).containsKey(resource);
        assertThat(configs.get(resource))
            .extracting(c -> c.get("cleanup.policy").value(), c -> c.get("retention.ms").value())
            .containsExactly(
                topic.compacted() ? "compact" : "delete",
                String.valueOf(topic.retention().map(Duration::toMillis).orElse(-1L)));
      }
    }
  }

  @Test
  void givenSentEvents_whenFollowed_thenAllAreSeenInOrderFromTheBeginning() throws Exception {
    for (long sequence = 1; sequence <= 20; sequence++) {
      producer.send(Samples.ringsSigned("followed", sequence));
    }
    List<StampedEvent<SigningEvent>> seen = new CopyOnWriteArrayList<>();

    try (var follower = EventFollower.start(broker.connection(), Topic.SIGNING, seen::add)) {
      assertThat(follower.awaitCaughtUp(LIMIT)).isTrue();
    }

    assertThat(sequences(seen, "followed")).hasSize(20).isSorted();
    assertThat(seen).allMatch(e -> e.source().equals("test") && e.time().equals(CLOCK.instant()));
  }

  @Test
  void givenEventOfATrace_whenHandled_thenTheWorkBelongsToThatTrace() throws Exception {
    var trace = new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);
    List<String> traceIds = new CopyOnWriteArrayList<>();

    try (var _ =
        UnwatchedWorkers.start(
            broker.connection(),
            "traced",
            Topic.SIGNING,
            event -> {
              if (event.event().key().equals("traced")) {
                traceIds.add(
                    Traces.currentTraceParent()
                        .flatMap(TraceParent::find)
                        .map(TraceParent::traceId)
                        .orElse("none"));
              }
            },
            QUICK,
            producer)) {
      producer.send(Samples.ringsSigned("traced", 1), Optional.of(trace));

      await().atMost(LIMIT).until(() -> !traceIds.isEmpty());
    }

    assertThat(traceIds).containsExactly(trace.traceId());
  }

  @Test
  void givenWorker_whenItEnds_thenTheNextOneOfItsGroupCarriesOn() throws Exception {
    List<StampedEvent<SigningEvent>> first = new CopyOnWriteArrayList<>();
    List<StampedEvent<SigningEvent>> second = new CopyOnWriteArrayList<>();
    producer.send(Samples.ringsSigned("carried", 1));
    try (var _ = worker("carried", first::add)) {
      await().atMost(LIMIT).until(() -> !sequences(first, "carried").isEmpty());
    }

    producer.send(Samples.ringsSigned("carried", 2));
    try (var _ = worker("carried", second::add)) {
      await().atMost(LIMIT).until(() -> !sequences(second, "carried").isEmpty());
    }

    assertThat(sequences(first, "carried")).containsExactly(1L);
    assertThat(sequences(second, "carried")).containsExactly(2L);
  }

  @Test
  void givenHandlerThatFailsTwice_whenRetried_thenEventIsHandledAndNoLetterSent() throws Exception {
    var attempts = new AtomicInteger();
    var done = new CountDownLatch(1);
    producer.send(Samples.ringsSigned("retried", 1));

    try (var _ =
        worker(
            "retried",
            event -> {
              if (isOf(event, "retried")) {
                if (attempts.incrementAndGet() < 3) {
                  throw new IOException("the store is away");
                }
                done.countDown();
              }
            })) {
      await().atMost(LIMIT).until(() -> done.getCount() == 0);
    }

    assertThat(attempts).hasValue(3);
    assertThat(letters("retried")).isEmpty();
  }

  @Test
  void givenHandlerThatAlwaysFails_whenRetriesEnd_thenLetterHoldsTheEventAndOthersGoOn()
      throws Exception {
    List<StampedEvent<SigningEvent>> handled = new CopyOnWriteArrayList<>();
    producer.sendAll(List.of(Samples.ringsSigned("buried", 1), Samples.ringsSigned("buried", 2)));

    try (var _ =
        worker(
            "buried",
            event -> {
              if (sequences(List.of(event), "buried").contains(1L)) {
                throw new IOException("no such ring");
              }
              handled.add(event);
            })) {
      await().atMost(LIMIT).until(() -> sequences(handled, "buried").contains(2L));
    }

    List<DeadLetter> letters = letters("buried");
    assertThat(letters).hasSize(1);
    assertThat(letters.getFirst().reason()).isEqualTo("IOException: no such ring");
    assertThat(letters.getFirst().originalTopic()).isEqualTo("sluice.signing");
    Headers headers = new RecordHeaders();
    letters.getFirst().headers().forEach(one -> headers.add(one.name(), one.value().bytes()));
    byte[] data = letters.getFirst().data().bytes();
    assertThat(EventDeserializer.decode(Topic.SIGNING, headers, data).event())
        .isEqualTo(Samples.ringsSigned("buried", 1));
    assertThat(letters.getFirst().replayOf()).isEmpty();
  }

  @Test
  void givenLetter_whenReplayedInVain_thenTheNextLetterNamesItAndKeepsTheRecord() throws Exception {
    byte[] nonsense = "no event".getBytes(StandardCharsets.UTF_8);
    sendRaw("replayed", nonsense);
    try (var _ = worker("replayed", _ -> {});
        var replayer = new RecordReplayer(broker.connection())) {
      await().atMost(LIMIT).until(() -> !letters("replayed").isEmpty());

      replayer.replay(
          letters("replayed").getFirst(), Topic.SIGNING.kafkaName(), "replayed", "first", "ann");

      await().atMost(LIMIT).until(() -> letters("replayed").size() == 2);
    }
    DeadLetter second = letters("replayed").getLast();
    assertThat(second.replayOf()).contains("first");
    assertThat(second.data().bytes()).isEqualTo(nonsense);
    assertThat(second.headers())
        .extracting(DeadLetter.Header::name)
        .containsExactly(DeadLetters.REPLAY_OF, DeadLetters.REPLAYED_BY, DeadLetters.REPLAY_FOR);
  }

  @Test
  void givenLetterOfWhatNeverWasInTheTopic_whenReplayed_thenEveryGroupHandlesIt() throws Exception {
    List<StampedEvent<SigningEvent>> handled = new CopyOnWriteArrayList<>();
    byte[] data =
        EventCodec.encodeStructured(
            new StampedEvent<>(
                "e1", "test", CLOCK.instant(), Samples.ringsSigned("from-elsewhere", 1)));
    var old =
        new DeadLetter.Header(
            DeadLetters.REPLAY_FOR, ByteString.of("bridge".getBytes(StandardCharsets.UTF_8)));
    var letter =
        new DeadLetter(
            "mqtt/topic",
            "from-elsewhere",
            "no",
            "bridge",
            ByteString.of(data),
            List.of(old),
            Optional.empty());

    try (var _ = worker("from-elsewhere", handled::add);
        var replayer = new RecordReplayer(broker.connection())) {
      replayer.replay(letter, Topic.SIGNING.kafkaName(), "from-elsewhere", "first", "ann");

      await().atMost(LIMIT).until(() -> sequences(handled, "from-elsewhere").contains(1L));
    }
  }

  @Test
  void givenPlaceOfAnEvent_whenRead_thenThatOneOrNothing() throws Exception {
    producer.send(Samples.ringsSigned("placed", 1));
    int partition = KeyPartitioning.partition("placed", broker.connection().partitions());

    assertThat(RecordReader.read(broker.connection(), Topic.SIGNING, partition, 0)).isPresent();
    assertThat(RecordReader.read(broker.connection(), Topic.SIGNING, partition, 1_000)).isEmpty();
  }

  @Test
  void givenBatchWithOneBadEvent_whenHandled_thenOnlyThatOneIsBuried() throws Exception {
    List<StampedEvent<SigningEvent>> handled = new CopyOnWriteArrayList<>();
    var largest = new AtomicInteger();
    List<Event> events = new ArrayList<>();
    for (long sequence = 1; sequence <= 10; sequence++) {
      events.add(Samples.ringsSigned("batched", sequence));
    }
    producer.sendAll(events);

    try (var _ =
        UnwatchedWorkers.startBatches(
            broker.connection(),
            "batched",
            List.of(
                new TopicHandler<>(
                    Topic.SIGNING,
                    batch -> {
                      largest.accumulateAndGet(sequences(batch, "batched").size(), Math::max);
                      if (sequences(batch, "batched").contains(5L)) {
                        throw new IOException("five");
                      }
                      handled.addAll(batch);
                    })),
            QUICK,
            producer)) {
      await().atMost(LIMIT).until(() -> sequences(handled, "batched").size() == 9);
      await().atMost(LIMIT).until(() -> !letters("batched").isEmpty());
    }

    assertThat(largest.get()).isGreaterThan(1);
    assertThat(letters("batched")).hasSize(1);
    assertThat(sequences(handled, "batched")).doesNotContain(5L);
  }

  @Test
  void givenRecordThatIsNoEvent_whenRead_thenItIsBuriedAtOnceWithItsBytes() throws Exception {
    byte[] nonsense = "nonsense".getBytes(StandardCharsets.UTF_8);
    sendRaw("undecodable", nonsense);

    try (var _ = worker("undecodable", _ -> {})) {
      await().atMost(LIMIT).until(() -> !letters("undecodable").isEmpty());
    }

    assertThat(letters("undecodable").getFirst().data().bytes()).isEqualTo(nonsense);
    assertThat(letters("undecodable").getFirst().reason()).contains("expected JSON");
  }

  @Test
  void givenTombstone_whenRead_thenNobodyIsAskedAnythingAndTheRestGoesOn() throws Exception {
    List<StampedEvent<SigningEvent>> handled = new CopyOnWriteArrayList<>();
    sendRaw("tombstone", null);
    producer.send(Samples.ringsSigned("tombstone", 1));

    try (var _ = worker("tombstone", handled::add)) {
      await().atMost(LIMIT).until(() -> !sequences(handled, "tombstone").isEmpty());
    }

    assertThat(letters("tombstone")).isEmpty();
  }

  @Test
  void givenHandlerInterruptedByClose_whenNextWorkerStarts_thenEventComesAgain() throws Exception {
    var entered = new CountDownLatch(1);
    List<StampedEvent<SigningEvent>> again = new CopyOnWriteArrayList<>();
    producer.send(Samples.ringsSigned("interrupted", 1));
    var stubborn =
        UnwatchedWorkers.start(
            broker.connection(),
            "interrupted",
            Topic.SIGNING,
            event -> {
              if (isOf(event, "interrupted")) {
                entered.countDown();
                throw new InterruptedException("closing");
              }
            },
            QUICK,
            producer);
    try (stubborn) {
      await().atMost(LIMIT).until(() -> entered.getCount() == 0);
    }

    try (var _ = worker("interrupted", again::add)) {
      await().atMost(LIMIT).until(() -> !sequences(again, "interrupted").isEmpty());
    }

    assertThat(letters("interrupted")).isEmpty();
    assertThat(stubborn.isRunning()).isFalse();
  }

  @Test
  void givenWorkerThatDies_whenItsHealthIsAsked_thenItSaysSo() throws Exception {
    Surroundings around = Surroundings.quiet();
    var setup = new WorkerSetup(broker.connection(), "dead", QUICK, producer, around);
    producer.send(Samples.ringsSigned("dead", 1));

    try (var worker =
        EventWorker.start(
            setup,
            Topic.SIGNING,
            _ -> {
              throw new AssertionError("a bug");
            })) {
      await().atMost(LIMIT).until(() -> !worker.isRunning());

      assertThat(around.health().states().getFirst().problem())
          .hasValueSatisfying(problem -> assertThat(problem).contains("ended by itself"));
    }
  }

  @Test
  void givenNoBroker_whenEnsuringTopics_thenSaysWhatWasExpected() {
    var nowhere = new KafkaConnection("127.0.0.1:1");

    assertThatThrownBy(() -> Topics.ensure(nowhere, 1, Duration.ofMillis(500)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Kafka at 127.0.0.1:1: expected an answer");
  }

  @Test
  void givenTooFewPartitions_whenAwaited_thenTheTopicIsNamedAndWhatToDo() {
    var demanding = broker.connection().withPartitions(5);
    var check = new Health().add("kafka");

    assertThatThrownBy(() -> Topics.await(demanding, LIMIT, check, true, List.of(Topic.SIGNING)))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("topic sluice.signing of Kafka at ")
        .hasMessageContaining("expected 5 partitions at least (kafka.partitions), got 3");
  }

  @Test
  void givenMissingTopic_whenAwaited_thenItIsNamedUntilSomebodyCreatesIt(@TempDir Path other)
      throws Exception {
    try (var empty = InProcessBroker.start(other)) {
      var health = new Health();
      var check = health.add("kafka");
      List<Topic<?>> topics = List.of(Topic.POLICIES, Topic.PRINCIPALS);

      assertThatThrownBy(
              () -> Topics.await(empty.connection(), Duration.ofMillis(1), check, false, topics))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("expected topic sluice.policies, sluice.principals, got none");
      Topics.await(empty.connection(), LIMIT, check, true, List.of(Topic.POLICIES));
      assertThatThrownBy(
              () -> Topics.await(empty.connection(), Duration.ofMillis(1), check, false, topics))
          .hasMessageContaining("expected topic sluice.principals, got none");
      Topics.await(empty.connection(), LIMIT, check, true, topics);

      assertThat(health.states().getFirst().problem()).isEmpty();
    }
  }

  private static void sendRaw(String key, byte @Nullable [] value) throws Exception {
    try (var raw =
        new KafkaProducer<>(
            broker.connection().toProperties(),
            new StringSerializer(),
            new ByteArraySerializer())) {
      var _ = raw.send(new ProducerRecord<>(Topic.SIGNING.kafkaName(), key, value)).get();
    }
  }

  private static EventWorker worker(String group, EventHandler<SigningEvent> handler) {
    return UnwatchedWorkers.start(
        broker.connection(), group, Topic.SIGNING, handler, QUICK, producer);
  }

  private static boolean isOf(StampedEvent<?> event, String product) {
    return event.event().key().equals(product);
  }

  private static List<Long> sequences(List<StampedEvent<SigningEvent>> events, String product) {
    return events.stream()
        .filter(event -> isOf(event, product))
        .map(StampedEvent::event)
        .map(RingsSigned.class::cast)
        .map(RingsSigned::sequence)
        .toList();
  }

  /// The letters that the consumer of this name wrote about the records with this name as key.
  private static List<DeadLetter> letters(String name) throws InterruptedException {
    List<DeadLetter> letters = new CopyOnWriteArrayList<>();
    try (var follower =
        EventFollower.start(
            broker.connection(),
            Topic.DEAD_LETTERS,
            event ->
                Optional.of(event.event())
                    .filter(DeadLetter.class::isInstance)
                    .map(DeadLetter.class::cast)
                    .filter(letter -> letter.consumer().equals(name))
                    .filter(letter -> letter.originalKey().equals(name))
                    .ifPresent(letters::add))) {
      assertThat(follower.awaitCaughtUp(LIMIT)).isTrue();
    }
    return letters;
  }
}
