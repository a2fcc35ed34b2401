package dev.sluice.notifier.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.DeadLetter;
import dev.sluice.events.DeltasSigned;
import dev.sluice.events.DeviceState;
import dev.sluice.events.Event;
import dev.sluice.events.MetadataVersions;
import dev.sluice.events.Order;
import dev.sluice.events.Outcome;
import dev.sluice.events.ReleaseSigned;
import dev.sluice.events.RingsPlanned;
import dev.sluice.events.RingsSigned;
import dev.sluice.events.RolloutChanged;
import dev.sluice.events.RolloutHalted;
import dev.sluice.events.RolloutOrdered;
import dev.sluice.events.RolloutSnapshot;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.StartRequest;
import dev.sluice.events.Topic;
import dev.sluice.events.WaveAnnounced;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.kafka.EventDeserializer;
import dev.sluice.kafka.EventSerializer;
import dev.sluice.notifier.TestDevice;
import dev.sluice.notifier.TestPolicies;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifierTopologyTest {
  private static final ProductName PRODUCT = new ProductName("gateway");
  private static final MetadataVersions VERSIONS = new MetadataVersions(3, 2);
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final Duration SOAK = Duration.ofMinutes(1);

  private final TestDevice canary = new TestDevice("canary-1");
  private final List<TestDevice> broad =
      List.of(new TestDevice("a"), new TestDevice("b"), new TestDevice("c"));
  private final Map<Topic<?>, List<Event>> sent = new HashMap<>();
  private TopologyTestDriver driver;

  @BeforeEach
  void start(@TempDir Path state) {
    var properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    driver =
        new TopologyTestDriver(
            NotifierTopology.build(1, _ -> TestPolicies.quick(SOAK)), properties, START);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void givenFleet_whenEveryDeviceConfirms_thenRolloutCompletesRingByRing() {
    enrolFleet();

    send(released(1));
    signPlanned();
    assertThat(last(WaveAnnounced.class).ring()).isEqualTo("canary");
    send(canary.confirm(1, Outcome.INSTALLED, 1));
    pass(SOAK.plusSeconds(2));
    signPlanned();
    assertThat(last(WaveAnnounced.class).ring()).isEqualTo("broad");
    broad.forEach(device -> send(device.confirm(1, Outcome.INSTALLED, 2)));
    pass(SOAK.plusSeconds(2));
    signPlanned();

    RolloutSnapshot snapshot = last(RolloutChanged.class).snapshot();
    assertThat(snapshot.state()).isEqualTo("completed");
    assertThat(snapshot.rings()).extracting(r -> r.confirmed()).containsExactly(1L, 3L);
    assertThat(last(RingsPlanned.class).document().rings())
        .allSatisfy(ring -> assertThat(ring.findCurrent()).isPresent())
        .allSatisfy(ring -> assertThat(ring.findNext()).isEmpty());
  }

  @Test
  void givenConfirmations_whenDoubledAndReordered_thenEachDeviceCountsOnce() {
    enrolFleet();
    List<Event> confirmations = new ArrayList<>();
    broad.forEach(device -> confirmations.add(device.confirm(1, Outcome.FAILED, 1)));
    broad.forEach(device -> confirmations.add(device.confirm(1, Outcome.INSTALLED, 2)));
    confirmations.add(canary.confirm(1, Outcome.INSTALLED, 1));
    confirmations.addAll(List.copyOf(confirmations));

    new Seeded(7).shuffled(confirmations).forEach(this::send);
    send(released(1));
    for (int wave = 0; wave < 3; wave++) {
      signPlanned();
      pass(SOAK.plusSeconds(2));
    }

    RolloutSnapshot snapshot = last(RolloutChanged.class).snapshot();
    assertThat(snapshot.state()).isEqualTo("completed");
    assertThat(snapshot.rings().getLast().confirmed()).isEqualTo(3);
    assertThat(snapshot.rings().getLast().failed()).isZero();
  }

  @Test
  void givenForgedConfirmation_whenSent_thenDeadLetterAndNoCount() {
    enrolFleet();
    send(released(1));
    signPlanned();

    send(broad.getFirst().forge(canary.id(), 1));
    pass(SOAK.plusSeconds(5));

    DeadLetter letter = last(DeadLetter.class);
    assertThat(letter.reason()).contains("signature");
    assertThat(letter.originalTopic()).isEqualTo(Topic.CONFIRMATIONS.kafkaName());
    assertThat(last(RolloutChanged.class).snapshot().rings().getFirst().confirmed()).isZero();
  }

  @Test
  void givenConfirmationBeforeEnrolment_whenEnrolled_thenItCounts() {
    send(canary.confirm(1, Outcome.INSTALLED, 1));

    send(canary.enrolment("canary"));

    assertThat(last(DeviceState.class).running())
        .extracting(running -> running.counter())
        .containsExactly(1L);
  }

  @Test
  void givenConfirmationOfUnknownDevice_whenNobodyEnrolsIt_thenDeadLetter() {
    send(canary.confirm(1, Outcome.INSTALLED, 1));

    pass(ParkedEvents.PATIENCE.plusSeconds(31));

    assertThat(last(DeadLetter.class).reason()).contains("not enrolled");
  }

  @Test
  void givenUndecodableRecord_whenRead_thenDeadLetterAndTheNextIsHandled() {
    driver
        .createInputTopic(
            Topic.CONFIRMATIONS.kafkaName(), new StringSerializer(), new ByteArraySerializer())
        .pipeInput("x", "not an event".getBytes(StandardCharsets.UTF_8));
    send(canary.enrolment());

    assertThat(last(DeadLetter.class).originalKey()).isEqualTo("x");
    assertThat(last(DeviceState.class).device()).isEqualTo(canary.id());
  }

  @Test
  void givenDeltasBeforeRelease_whenReleased_thenBothAreTakenIn() {
    send(new DeltasSigned(ReleaseId.parse("gateway/1.1"), 1, 2, true, VERSIONS));

    send(released(1));

    assertThat(last(RingsPlanned.class).sequence()).isEqualTo(1);
  }

  @Test
  void givenFailures_whenAboveTheLimit_thenPausedAndHaltTellsTheRing() {
    enrolFleet();
    send(released(1));
    signPlanned();

    send(canary.confirm(1, Outcome.FAILED, 1));
    pass(Duration.ofSeconds(2));
    assertThat(last(RolloutChanged.class).snapshot().state()).isEqualTo("paused");
    send(new RolloutOrdered(new RolloutId(PRODUCT, 1), Order.HALT, "ada", "bad"));

    assertThat(last(RolloutHalted.class).ring()).isEqualTo("canary");
    assertThat(last(RolloutChanged.class).snapshot().state()).isEqualTo("halted");
  }

  @Test
  void givenNoDevices_whenReleased_thenCompletesWithoutWaiting() {
    send(released(1));
    signPlanned();
    pass(Duration.ofSeconds(1));
    signPlanned();

    assertThat(last(RolloutChanged.class).snapshot().state()).isEqualTo("completed");
  }

  private void enrolFleet() {
    send(canary.enrolment("canary"));
    broad.forEach(device -> send(device.enrolment()));
  }

  private static ReleaseSigned released(long counter) {
    ReleaseId release = ReleaseId.parse("gateway/1." + counter);
    return new ReleaseSigned(
        release, counter, 0, Digest.sha256(new byte[] {9}), VERSIONS, StartRequest.AS_POLICY, 0);
  }

  private void signPlanned() {
    RingsPlanned planned = last(RingsPlanned.class);
    send(new RingsSigned(PRODUCT, planned.sequence(), planned.document().digest(), VERSIONS));
  }

  private void send(Event event) {
    driver
        .createInputTopic(event.topic().kafkaName(), new StringSerializer(), new EventSerializer())
        .pipeInput(
            event.key(), new StampedEvent<>(UUID.randomUUID().toString(), "test", START, event));
    collect();
  }

  private void pass(Duration duration) {
    // In small steps, as time does: each lets the timers of both halves run.
    Duration step = Duration.ofMillis(500);
    for (Duration done = Duration.ZERO; done.compareTo(duration) < 0; done = done.plus(step)) {
      driver.advanceWallClockTime(step);
    }
    collect();
  }

  private void collect() {
    for (Topic<?> topic : Topic.all()) {
      var output =
          driver.createOutputTopic(
              topic.kafkaName(), new StringDeserializer(), new EventDeserializer<>(topic));
      output
          .readValuesToList()
          .forEach(
              stamped -> sent.computeIfAbsent(topic, _ -> new ArrayList<>()).add(stamped.event()));
    }
  }

  private <E extends Event> E last(Class<E> type) {
    return sent.values().stream()
        .flatMap(List::stream)
        .filter(type::isInstance)
        .map(type::cast)
        .reduce((_, second) -> second)
        .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " was sent"));
  }
}
