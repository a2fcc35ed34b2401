package dev.sluice.notifier.letter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.PageRequest;
import dev.sluice.console.letter.LetterEntry;
import dev.sluice.console.letter.LetterFilter;
import dev.sluice.console.letter.LetterState;
import dev.sluice.events.ByteString;
import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.letter.DeadLetterDiscarded;
import dev.sluice.events.letter.DeadLetterReplayed;
import dev.sluice.events.letter.ReplayOrdered;
import dev.sluice.kafka.EventSerializer;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.notifier.audit.AuditConfig;
import dev.sluice.notifier.topology.Kept;
import dev.sluice.notifier.topology.NotifierMeters;
import dev.sluice.notifier.topology.NotifierTopology;
import dev.sluice.program.trace.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LetterIndexTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final LetterConfig CONFIG = new LetterConfig(Duration.ofDays(30), 1_000);

  private final NotifierMeters meters = new NotifierMeters(new SimpleMeterRegistry());
  private TopologyTestDriver driver;
  private LetterSearch search;
  private int seconds;

  @BeforeEach
  void start(@TempDir Path state) {
    var properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    driver =
        new TopologyTestDriver(
            NotifierTopology.build(
                1, meters, Traces.silent(), new Kept(AuditConfig.standard(), CONFIG)),
            properties,
            START);
    search =
        new LetterSearch(
            () -> driver.getKeyValueStore(LetterKeeper.STORE), new KafkaConnection("unused:1"));
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void givenLetter_whenOrdered_thenItGoesThroughItsStates() throws Exception {
    send("l1", letter(Optional.empty()));
    assertThat(state("l1")).isEqualTo(LetterState.OPEN);
    assertThat(meters.openLetters()).isEqualTo(1);
    send("l1", letter(Optional.empty()));
    assertThat(meters.openLetters()).isEqualTo(1);

    send("r1", new ReplayOrdered("l1", "k", 0, 0, "ann", "mended"));
    assertThat(state("l1")).isEqualTo(LetterState.REPLAYING);
    send("d0", new DeadLetterReplayed("l1", "k", "r1", "ann"));
    assertThat(state("l1")).isEqualTo(LetterState.REPLAYED);
    assertThat(meters.openLetters()).isZero();

    send("l2", letter(Optional.of("l1")));
    LetterEntry first = search.find("l1").orElseThrow();
    assertThat(first.cameBackAs()).contains("l2");
    assertThat(first.decidedBy()).contains("ann");
    assertThat(first.why()).contains("mended");
    send("d1", new DeadLetterDiscarded("l1", "k", "bob", "late"));
    assertThat(state("l1")).isEqualTo(LetterState.REPLAYED);
    send("d2", new DeadLetterDiscarded("l2", "k", "bob", "a test"));
    send("r2", new ReplayOrdered("l2", "k", 0, 0, "ann", ""));
    assertThat(state("l2")).isEqualTo(LetterState.DISCARDED);
    assertThat(meters.openLetters()).isZero();
  }

  @Test
  void givenMoreThanConfigured_whenKept_thenTheOldestGo() throws Exception {
    for (int i = 0; i < 1_200; i++) {
      send("l" + i, letter(Optional.empty()));
    }
    send("x", new DeadLetterDiscarded("l1199", "k", "bob", "a test"));

    List<String> open = ids(Optional.of(LetterState.OPEN));
    assertThat(open).startsWith("l1198").doesNotContain("l0");
    assertThat(ids(Optional.empty())).startsWith("l1199").hasSize(open.size() + 1);
    assertThat(meters.openLetters()).isEqualTo(open.size()).isLessThan(1_100);
    assertThat(search.find("l0")).isEmpty();
  }

  private LetterState state(String id) throws Exception {
    return search.find(id).orElseThrow().state();
  }

  private List<String> ids(Optional<LetterState> state) throws Exception {
    var filter = new LetterFilter(state, Optional.empty(), Optional.empty(), Optional.empty());
    var first = search.list(filter, new PageRequest("", 1_000));
    var all = new ArrayList<>(first.items());
    if (first.next().isPresent()) {
      all.addAll(search.list(filter, new PageRequest(first.next().get(), 1_000)).items());
    }
    return all.stream().map(LetterEntry::id).toList();
  }

  private static DeadLetter letter(Optional<String> replayOf) {
    return new DeadLetter(
        "sluice.releases", "k", "no", "test", ByteString.of(new byte[1]), List.of(), replayOf);
  }

  private void send(String id, Event event) {
    driver
        .createInputTopic(
            Topic.DEAD_LETTERS.kafkaName(), new StringSerializer(), new EventSerializer())
        .pipeInput(event.key(), new StampedEvent<>(id, "t", START.plusSeconds(seconds++), event));
  }
}
