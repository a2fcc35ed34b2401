package dev.sluice.notifier.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Page;
import dev.sluice.api.PageRequest;
import dev.sluice.console.audit.AuditEntry;
import dev.sluice.console.audit.AuditFilter;
import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.AuditKind;
import dev.sluice.events.rollout.OrderRecorded;
import dev.sluice.events.rollout.RolloutChanged;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.kafka.EventSerializer;
import dev.sluice.notifier.letter.LetterConfig;
import dev.sluice.notifier.topology.Kept;
import dev.sluice.notifier.topology.NotifierMeters;
import dev.sluice.notifier.topology.NotifierTopology;
import dev.sluice.program.trace.Traces;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditIndexTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final AuditConfig CONFIG = new AuditConfig(Duration.ofDays(30), 1_000);

  private Instant now = START;
  private TopologyTestDriver driver;
  private AuditSearch search;

  @BeforeEach
  void start(@TempDir Path state) {
    var properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    driver =
        new TopologyTestDriver(
            NotifierTopology.build(
                1,
                new NotifierMeters(new SimpleMeterRegistry()),
                Traces.silent(),
                new Kept(CONFIG, LetterConfig.standard())),
            properties,
            START);
    search = new AuditSearch(() -> driver.getKeyValueStore(AuditKeeper.STORE), CONFIG, () -> now);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void givenOrdersAndChanges_whenAskedByEachFilter_thenTheirsTheNewestFirst() throws Exception {
    send("o1", 1, order("demo/1", "ann", "pause"));
    send("c1", 2, change("demo/1", "paused", "ann"));
    send("c2", 3, change("demo/1.2", "created", ""));
    send("o2", 4, order("other/1", "bob", "halt"));

    assertThat(ids(filter("", "", ""))).containsExactly("o2", "c2", "c1", "o1");
    assertThat(ids(filter("demo", "", ""))).containsExactly("c2", "c1", "o1");
    assertThat(ids(filter("", "demo/1", ""))).containsExactly("c1", "o1");
    assertThat(ids(filter("", "", "ann"))).containsExactly("c1", "o1");
    assertThat(ids(filter("demo", "", "bob"))).isEmpty();
    AuditEntry change = search.list(filter("", "demo/1", ""), PageRequest.first()).items().get(0);
    assertThat(change.what()).isEqualTo("paused");
    assertThat(change.who()).isEqualTo("ann");
  }

  @Test
  void givenEntryTwiceAndOneThatCannotBeRead_whenAsked_thenOnceAndTheOthers() throws Exception {
    send("o1", 1, order("demo/1", "ann", "pause"));
    driver
        .createInputTopic(
            Topic.ROLLOUTS.kafkaName(), new StringSerializer(), new ByteArraySerializer())
        .pipeInput("x", new byte[] {1});
    send("o1", 1, order("demo/1", "ann", "pause"));

    assertThat(ids(filter("", "", ""))).containsExactly("o1");
  }

  @Test
  void givenManyEntries_whenReadPageByPage_thenEachOnce() throws Exception {
    for (int i = 0; i < 250; i++) {
      send("o" + i, i / 3, order("demo/" + (1 + i % 2), "ann", "pause"));
    }

    Page<AuditEntry> page = search.list(filter("", "", ""), new PageRequest("", 100));
    var seen = new HashSet<>(page.items().stream().map(AuditEntry::id).toList());
    while (page.next().isPresent()) {
      page = search.list(filter("", "", ""), new PageRequest(page.next().get(), 100));
      page.items().forEach(entry -> assertThat(seen.add(entry.id())).isTrue());
    }

    assertThat(seen).hasSize(250);
  }

  @Test
  void givenOldAndMany_whenKept_thenNoneOlderAndNoMoreThanConfigured() throws Exception {
    send("old", -3_600 * 24 * 31, order("demo/1", "ann", "pause"));
    for (int i = 0; i < 1_200; i++) {
      send("o" + i, i, order("demo/1", "ann", "pause"));
    }

    assertThat(ids(filter("", "", ""))).doesNotContain("old").startsWith("o1199");
    assertThat(driver.<String, byte[]>getKeyValueStore(AuditKeeper.STORE).approximateNumEntries())
        .isBetween(4_000L, 4 * 1_100L);
    now = START.plus(Duration.ofDays(40));
    assertThat(ids(filter("", "", ""))).isEmpty();
  }

  @Test
  void givenNoStore_whenAsked_thenLaterAndABugInTheIndexIsABug() {
    TimeIndex.Store restored =
        () -> {
          throw new InvalidStateStoreException("it is being restored");
        };
    TimeIndex.Store ended =
        () -> {
          throw new IllegalStateException("KafkaStreams is not running");
        };
    for (TimeIndex.Store away : List.of(restored, ended)) {
      assertThatThrownBy(
              () ->
                  new AuditSearch(away, CONFIG, () -> now)
                      .list(filter("", "", ""), PageRequest.first()))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("the audit log cannot be asked now");
    }
    driver
        .<String, byte[]>getKeyValueStore(AuditKeeper.STORE)
        .put(AuditKeys.BY_TIME + TimeIndex.time(START) + "/x", new byte[] {1});

    assertThatThrownBy(() -> ids(filter("", "", ""))).isInstanceOf(IllegalStateException.class);
  }

  private List<String> ids(AuditFilter filter) throws IOException {
    return search.list(filter, new PageRequest("", 1_000)).items().stream()
        .map(AuditEntry::id)
        .toList();
  }

  private static AuditFilter filter(String product, String rollout, String who) {
    return new AuditFilter(
        Optional.of(product).filter(p -> !p.isEmpty()).map(ProductName::parse),
        Optional.of(rollout).filter(r -> !r.isEmpty()).map(RolloutId::parse),
        Optional.of(who).filter(w -> !w.isEmpty()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static OrderRecorded order(String rollout, String by, String what) {
    RolloutId id = RolloutId.parse(rollout);
    return new OrderRecorded(
        AuditKind.ORDER, rollout, Optional.of(id.product()), Optional.of(id), what, by, "why");
  }

  private static RolloutChanged change(String rollout, String state, String by) {
    RolloutId id = RolloutId.parse(rollout);
    return new RolloutChanged(
            new RolloutSnapshot(
                id, ReleaseId.parse(id.product() + "/1"), 1, state, "", START, List.of()),
            state,
            "")
        .orderedBy(by);
  }

  private void send(String id, int seconds, Event event) {
    driver
        .createInputTopic(Topic.ROLLOUTS.kafkaName(), new StringSerializer(), new EventSerializer())
        .pipeInput(event.key(), new StampedEvent<>(id, "test", START.plusSeconds(seconds), event));
  }
}
