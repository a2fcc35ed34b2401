package dev.sluice.notifier.external;

import static dev.sluice.notifier.external.TestNotices.SECRET;
import static dev.sluice.notifier.external.TestNotices.change;
import static dev.sluice.notifier.external.TestNotices.channel;
import static dev.sluice.notifier.external.TestNotices.givingUpAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.console.channel.ChannelState;
import dev.sluice.events.EventCodec;
import dev.sluice.events.Topic;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.RecordReplayer;
import dev.sluice.kafka.TopicWatcher;
import dev.sluice.kafka.Topics;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.notifier.external.HttpSite.Answer;
import dev.sluice.notifier.external.HttpSite.Request;
import dev.sluice.notifier.external.message.ChannelConfig;
import dev.sluice.program.Surroundings;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Channels over a real Kafka, to real HTTP servers.
class ChannelsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Surroundings around = Surroundings.quiet();
  private final Queue<DeadLetter> letters = new ConcurrentLinkedQueue<>();
  private InProcessBroker kafka;
  private EventProducer producer;

  @BeforeEach
  void startKafka(@TempDir Path directory) throws Exception {
    kafka = InProcessBroker.start(directory);
    Topics.ensure(kafka.connection(), 1);
    producer = new EventProducer(kafka.connection(), "test", InstantSource.system());
  }

  @AfterEach
  void stopKafka() {
    producer.close();
    kafka.close();
  }

  @Test
  void givenChannels_whenOneReceiverIsAway_thenOthersAreToldAndNothingIsLostOverARestart()
      throws Exception {
    try (var well = HttpSite.start();
        var ill = HttpSite.start()) {
      ill.answer(_ -> Answer.of(503));
      var configs = List.of(webhook("well", well), webhook("ill", ill));
      producer.send(change("demo", 1, "halted", "before there were channels"));
      try (var _ = start(configs)) {
        producer.send(change("demo", 2, "halted", "first"));
        producer.send(change("demo", 3, "soaking", "not asked for"));
        producer.send(change("demo", 4, "halted", "second"));

        await().atMost(LIMIT).until(() -> told(well).equals(List.of("demo/2", "demo/4")));
        await().atMost(LIMIT).until(() -> gauge("ill") > 0);
        assertThat(told(ill)).containsOnly("demo/2");
      }
      ill.answer(_ -> Answer.of(200));
      producer.send(change("demo", 5, "halted", "while there were none"));
      try (var _ = start(configs)) {
        await().atMost(LIMIT).until(() -> told(well).size() == 3);
        await().atMost(LIMIT).until(() -> told(ill).contains("demo/5"));
        await().atMost(LIMIT).until(() -> gauge("ill") == 0);
        assertThat(told(well)).containsExactly("demo/2", "demo/4", "demo/5");
        assertThat(told(ill)).containsSubsequence("demo/2", "demo/4", "demo/5");
        assertThat(ill.requests().stream().filter(request -> about(request).equals("demo/2")))
            .extracting(request -> request.headers().get("webhook-id"))
            .as("a repetition has the same id")
            .containsOnly(ill.requests().getFirst().headers().get("webhook-id"));
      }
    }
  }

  @Test
  void givenReceiver_whenItRefusesOrIsAwayForTooLong_thenTheEventIsADeadLetterAndTheNextIsSent()
      throws Exception {
    try (var site = HttpSite.start();
        var _ =
            EventFollower.start(
                kafka.connection(),
                List.of(new TopicWatcher<>(Topic.DEAD_LETTERS, this::keepLetter)));
        var channels = start(List.of(givingUpAfter(webhook("ops", site), Duration.ofSeconds(1))))) {
      site.answer(request -> Answer.of(about(request).equals("demo/2") ? 400 : 503));
      producer.send(change("demo", 2, "halted", "refused"));
      producer.send(change("demo", 3, "halted", "never taken"));
      await().atMost(LIMIT).until(() -> letters.size() == 2);
      await().atMost(LIMIT).until(() -> state(channels).state().equals("sending"));
      assertThat(state(channels).problem()).hasValueSatisfying(p -> assertThat(p).contains("503"));

      site.answer(_ -> Answer.of(200));
      producer.send(change("demo", 4, "halted", "taken"));
      await().atMost(LIMIT).until(() -> told(site).getLast().equals("demo/4"));

      assertThat(letters)
          .allSatisfy(letter -> assertThat(letter.consumer()).isEqualTo("channel-ops"))
          .extracting(DeadLetter::originalKey)
          .containsExactly("demo/2", "demo/3");
      assertThat(letters).first().satisfies(letter -> assertThat(letter.reason()).contains("400"));
      await().atMost(LIMIT).until(() -> state(channels).sentEvents() == 1);
      assertThat(state(channels).deadLetters()).isEqualTo(2);
      assertThat(state(channels).oldestUnsent()).isEmpty();
      assertThat(state(channels).state()).isEqualTo("sending");
      assertThat(letters).hasSize(2);
    }
  }

  @Test
  void givenDeadLetterOfAChannel_whenReplayed_thenOnlyThatChannelSendsItAgain() throws Exception {
    try (var site = HttpSite.start();
        var other = HttpSite.start();
        var _ =
            EventFollower.start(
                kafka.connection(),
                List.of(new TopicWatcher<>(Topic.DEAD_LETTERS, this::keepLetter)));
        var replayer = new RecordReplayer(kafka.connection());
        var _ = start(List.of(webhook("ops", site), webhook("other", other)))) {
      site.answer(_ -> Answer.of(400));
      producer.send(change("demo", 2, "halted", "refused by one"));
      await().atMost(LIMIT).until(() -> letters.size() == 1 && told(other).size() == 1);

      site.answer(_ -> Answer.of(200));
      DeadLetter letter = letters.element();
      replayer.replay(letter, letter.originalTopic(), letter.originalKey(), "letter-1", "ann");
      producer.send(change("demo", 3, "halted", "after it"));

      await().atMost(LIMIT).until(() -> told(other).equals(List.of("demo/2", "demo/3")));
      await().atMost(LIMIT).until(() -> told(site).equals(List.of("demo/2", "demo/2", "demo/3")));
      assertThat(site.requests().stream().map(request -> request.headers().get("webhook-id")))
          .as("the same event")
          .startsWith(
              site.requests().getFirst().headers().get("webhook-id"),
              site.requests().getFirst().headers().get("webhook-id"));
    }
  }

  @Test
  void givenChannel_whenItIsTried_thenTheReceiverGetsATestAndTheAnswerComesBack() throws Exception {
    try (var site = HttpSite.start();
        var channels = start(List.of(webhook("ops", site)))) {
      await().atMost(LIMIT).until(() -> problem(channels).isEmpty());
      site.answer(_ -> Answer.of(500));

      assertThat(problem(channels).orElseThrow()).contains("got 500");
      assertThat(channels.test("none", "ann")).isEmpty();
      assertThat(site.requests().getLast().body())
          .contains("\"type\":\"channel.tested\"", "\"by\":\"ann\"");
    }
  }

  private static Optional<String> problem(Channels channels) {
    return channels.test("ops", "ann").orElseThrow().problem();
  }

  private void keepLetter(dev.sluice.events.StampedEvent<?> stamped) {
    if (stamped.event() instanceof DeadLetter letter) {
      letters.add(letter);
    }
  }

  private Channels start(List<ChannelConfig> configs) throws Exception {
    return Channels.start(configs, kafka.connection(), Optional.empty(), around);
  }

  private static ChannelConfig webhook(String name, HttpSite site) {
    return channel(name, "http://" + site.authority() + "/hook", "", SECRET);
  }

  private static ChannelState state(Channels channels) {
    return channels.list().getFirst();
  }

  private double gauge(String channel) {
    MeterRegistry meters = around.meters();
    return meters
        .get("sluice.channel.oldest.unsent.seconds")
        .tag("channel", channel)
        .gauge()
        .value();
  }

  private static List<String> told(HttpSite site) {
    return site.requests().stream().map(ChannelsTest::about).toList();
  }

  private static String about(Request request) {
    try {
      return EventCodec.decodeStructured(
              request.body().getBytes(java.nio.charset.StandardCharsets.UTF_8))
          .event()
          .key();
    } catch (dev.sluice.tuf.json.MalformedJsonException e) {
      return "no event: " + e.getMessage();
    }
  }
}
