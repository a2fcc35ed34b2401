package dev.sluice.notifier.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.TraceParent;
import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.command.Order;
import dev.sluice.events.command.RolloutOrdered;
import dev.sluice.events.command.SafeguardOrdered;
import dev.sluice.events.condition.Condition;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.device.NodeId;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.policy.PolicyApplied;
import dev.sluice.events.release.DeltasSigned;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.StartRequest;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.events.report.NodeReported;
import dev.sluice.events.report.NodeTraffic;
import dev.sluice.events.report.Progress;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.RolloutChanged;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.RingsSigned;
import dev.sluice.kafka.DeadLetters;
import dev.sluice.kafka.EventDeserializer;
import dev.sluice.kafka.EventSerializer;
import dev.sluice.notifier.TestDevice;
import dev.sluice.notifier.TestPolicies;
import dev.sluice.notifier.external.message.EventSelector;
import dev.sluice.notifier.traffic.TrafficKeeper;
import dev.sluice.program.trace.Traces;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.rollout.traffic.Buckets;
import dev.sluice.rollout.traffic.NodeRecord;
import dev.sluice.rollout.traffic.Savings;
import dev.sluice.rollout.traffic.TrafficCodec;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.digest.Digest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
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
  private final Map<String, List<TraceParent>> traces = new HashMap<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private TopologyTestDriver driver;
  private boolean isClosed;

  @BeforeEach
  void start(@TempDir Path state) {
    var properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    properties.put(StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG, "DEBUG");
    driver =
        new TopologyTestDriver(
            NotifierTopology.build(1, new NotifierMeters(meters), Traces.silent(), Kept.standard()),
            properties,
            START);
    send(TestPolicies.quick(SOAK));
  }

  @AfterEach
  void stop() {
    if (!isClosed) {
      driver.close();
    }
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
  void givenNodesAndDownloads_whenTold_thenTrafficIsCountedOnceAndNotBuried() {
    enrolFleet();
    var node = new NodeReported(new NodeId("tier-1"), START, 1, "origin", 60, served(700, 300));
    var steps =
        List.of(
            new UpdateStep(
                1,
                START,
                RolloutId.parse("gateway/1"),
                1,
                new Progress.Fetched(Progress.Source.EDGE, Progress.Form.DELTA, 20, 1_000)));
    var told =
        new DeviceReported(canary.id(), 1, Collections.emptySortedSet(), List.of(), steps, 1);
    for (int i = 0; i < 2; i++) {
      send(node);
      send(told);
    }
    pass(Duration.ofSeconds(1));

    var store = driver.<String, byte[]>getKeyValueStore(TrafficKeeper.STORE);
    String bucket = "%015d".formatted(START.toEpochMilli());
    assertThat(TrafficCodec.traffic(store.get("t/" + bucket + "/01"))).isEqualTo(served(700, 300));
    assertThat(TrafficCodec.savings(store.get("s/" + bucket))).isEqualTo(new Savings(1, 1_000, 20));
    assertThat(NodeRecord.decode(store.get("n/tier-1")).latest().traffic())
        .isEqualTo(served(700, 300));
    assertThat(sent.getOrDefault(Topic.DEAD_LETTERS, List.of())).isEmpty();

    driver.advanceWallClockTime(Buckets.KEPT.plus(Buckets.LENGTH));
    send(new NodeReported(new NodeId("new"), START, 2, "tier-1", 60, served(1, 0)));

    assertThat(store.get("n/tier-1")).as("nothing was heard of it for a week").isNull();
    assertThat(store.get("s/" + bucket)).isNull();
  }

  private static NodeTraffic served(long hitBytes, long missBytes) {
    return new NodeTraffic(
        NodeTraffic.Sent.NONE,
        new NodeTraffic.Sent(hitBytes, missBytes),
        NodeTraffic.Sent.NONE,
        missBytes);
  }

  @Test
  void givenRollout_whenCountsChange_thenItsTimeStaysThatOfItsState() {
    enrolFleet();
    send(released(1));
    signPlanned();
    send(canary.confirm(1, Outcome.INSTALLED, 1));
    pass(SOAK.plusSeconds(2));
    signPlanned();
    RolloutSnapshot before = last(RolloutChanged.class).snapshot();

    send(broad.getFirst().confirm(1, Outcome.INSTALLED, 2));
    pass(Duration.ofSeconds(5));

    RolloutSnapshot after = last(RolloutChanged.class).snapshot();
    assertThat(after.rings().getLast().confirmed()).isEqualTo(1);
    assertThat(after.state()).isEqualTo(before.state()).isEqualTo("admitting");
    assertThat(after.at()).isEqualTo(before.at());
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
  void givenDevicesThatTellTheirTimes_whenTheNextReleaseIsSlow_thenPausedAgainstTheOneBefore() {
    send(
        new PolicyApplied(
            PRODUCT,
            1,
            "{delta-wait: 0s, rings: [{name: all, selector: {everyone: true}, soak: 1m,"
                + " pull-window: 0s, gate: {slow: {factor: 1.5}}}]}",
            "",
            ""));
    List<TestDevice> fleet = IntStream.range(0, 40).mapToObj(i -> new TestDevice("d" + i)).toList();
    fleet.forEach(device -> send(device.enrolment()));

    send(released(1));
    signPlanned();
    // Neither topic has an order with the other.
    fleet.forEach(device -> send(told(device, 1, 10)));
    fleet.forEach(device -> send(device.confirm(1, Outcome.INSTALLED, 1)));
    pass(SOAK.plusSeconds(2));
    signPlanned();
    assertThat(last(RolloutChanged.class).snapshot().state()).isEqualTo("completed");
    assertThat(last(RolloutChanged.class).snapshot().rings().getFirst().speed())
        .startsWith("nothing to compare its speed with: 0 devices");

    send(released(2));
    signPlanned();
    fleet.forEach(device -> send(device.confirm(2, Outcome.INSTALLED, 2)));
    pass(Duration.ofSeconds(2));
    assertThat(last(RolloutChanged.class).snapshot().state()).isEqualTo("soaking");
    fleet.forEach(device -> send(told(device, 2, 20)));
    pass(Duration.ofSeconds(2));

    RolloutSnapshot slow = last(RolloutChanged.class).snapshot();
    assertThat(slow.state()).isEqualTo("paused");
    assertThat(slow.reason())
        .startsWith("ring all: 40 of 40 took longer than ")
        .contains(", 1.5 times the 90 % time of 1.1, limit 20 %");
  }

  private static DeviceReported told(TestDevice device, long counter, int seconds) {
    var rollout = new RolloutId(PRODUCT, counter);
    List<UpdateStep> steps =
        List.of(
            new UpdateStep(2 * counter, START, rollout, 1, new Progress.Started()),
            new UpdateStep(
                2 * counter + 1,
                START.plusSeconds(seconds),
                rollout,
                1,
                new Progress.Confirmed(Outcome.INSTALLED, "")));
    return new DeviceReported(device.id(), 1, new TreeSet<>(List.of(PRODUCT)), List.of(), steps, 1);
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
  void givenForgedConfirmationBeforeEnrolment_whenTheEnrolmentIsAReplay_thenItsLetterIsNone() {
    send(broad.getFirst().forge(canary.id(), 1));

    var mark = new RecordHeader(DeadLetters.REPLAY_OF, "letter-1".getBytes(StandardCharsets.UTF_8));
    DeviceEnrolled enrolled = canary.enrolment("canary");
    driver
        .createInputTopic(
            Topic.DEVICE_REPORTS.kafkaName(), new StringSerializer(), new EventSerializer())
        .pipeInput(
            new TestRecord<>(
                enrolled.key(),
                new StampedEvent<>(UUID.randomUUID().toString(), "test", START, enrolled),
                new RecordHeaders(new Header[] {mark})));
    collect();

    assertThat(last(DeadLetter.class).reason()).contains("signature");
    assertThat(last(DeadLetter.class).replayOf()).isEmpty();
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
  void givenOrdersUnderWayAndLater_whenRecorded_thenEachSaysWhoseItWasAndStatesAreToldOnce() {
    var rollout = new RolloutId(PRODUCT, 1);
    enrolFleet();
    send(released(1));
    signPlanned();
    send(new RolloutOrdered(rollout, Order.PAUSE, "ada", "look"));
    signPlanned();
    send(canary.confirm(1, Outcome.INSTALLED, 1));
    pass(Duration.ofSeconds(5));
    assertThat(last(RolloutChanged.class).change()).isEqualTo("progress");
    send(new RolloutOrdered(rollout, Order.RESUME, "bob", "seen"));
    signPlanned();
    pass(SOAK.plusSeconds(2));
    signPlanned();
    broad.forEach(device -> send(device.confirm(1, Outcome.INSTALLED, 2)));
    pass(SOAK.plusSeconds(2));
    signPlanned();
    var where = Condition.parse("hardware = 'b'");
    send(new SafeguardOrdered(PRODUCT, "bad-board", Optional.of(where), "eve", "burns"));
    signPlanned();
    send(new RolloutOrdered(rollout, Order.HALT, "eve", "too late"));

    assertThat(last(RolloutChanged.class).snapshot().state()).isEqualTo("completed");
    assertThat(told("rollout.paused")).isEqualTo(1);
    assertThat(told("rollout.completed")).isEqualTo(1);
    assertThat(told("rollout.halted")).isZero();
    assertThat(all(RolloutChanged.class).stream().filter(change -> !change.by().isEmpty()))
        .extracting(RolloutChanged::change, RolloutChanged::by)
        .containsExactly(
            tuple("paused", "ada"), tuple("resumed", "bob"), tuple("safeguard-added", "eve"));
  }

  private long told(String event) {
    var selector = new EventSelector(event);
    return all(RolloutChanged.class).stream().filter(selector::selects).count();
  }

  @Test
  void givenTombstones_whenRead_thenNothingHappens() {
    for (Topic<?> topic :
        List.of(
            Topic.DEVICE_REPORTS,
            Topic.CONFIRMATIONS,
            Topic.RELEASES,
            Topic.SIGNING,
            Topic.ROLLOUT_COMMANDS)) {
      driver
          .createInputTopic(topic.kafkaName(), new StringSerializer(), new ByteArraySerializer())
          .pipeInput("gateway", null);
    }
    send(canary.enrolment());

    assertThat(last(DeviceState.class).device()).isEqualTo(canary.id());
    assertThat(sent.getOrDefault(Topic.DEAD_LETTERS, List.of())).isEmpty();
  }

  @Test
  void givenUndecodableRecordOfNoTimeThatIs_whenRead_thenDeadLetterAllTheSame() {
    driver
        .createInputTopic(
            Topic.CONFIRMATIONS.kafkaName(), new StringSerializer(), new ByteArraySerializer())
        .pipeInput("x", "not an event".getBytes(StandardCharsets.UTF_8), Long.MAX_VALUE);
    collect();

    assertThat(last(DeadLetter.class).originalKey()).isEqualTo("x");
  }

  @Test
  void givenHeaderWithoutValue_whenRead_thenDeadLetterAndTheNextIsHandled() {
    for (String name : List.of("ce_id", DeadLetters.REPLAY_OF)) {
      driver
          .createInputTopic(
              Topic.CONFIRMATIONS.kafkaName(), new StringSerializer(), new ByteArraySerializer())
          .pipeInput(
              new TestRecord<>(
                  "x",
                  "not an event".getBytes(StandardCharsets.UTF_8),
                  new RecordHeaders(new Header[] {new RecordHeader(name, (byte[]) null)})));
    }
    send(canary.enrolment());

    assertThat(all(DeadLetter.class))
        .hasSize(2)
        .allSatisfy(letter -> assertThat(letter.replayOf()).isEmpty());
    assertThat(last(DeviceState.class).device()).isEqualTo(canary.id());
  }

  @Test
  void givenMessagesAndReleasesThatWait_whenThePartitionsGo_thenNoneAreCountedHere() {
    send(canary.confirm(1, Outcome.INSTALLED, 1));
    send(released(1, StartRequest.AS_POLICY, 7, Optional.empty()));
    assertThat(meters.get("sluice.notifier.parked.messages").gauge().value()).isEqualTo(1);
    assertThat(meters.get("sluice.notifier.waiting.releases").gauge().value()).isEqualTo(1);

    driver.close();
    isClosed = true;

    assertThat(meters.get("sluice.notifier.parked.messages").gauge().value()).isZero();
    assertThat(meters.get("sluice.notifier.waiting.releases").gauge().value()).isZero();
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

  /// Kafka Streams commits a transaction after each punctuation.
  @Test
  void givenRolloutThatEnded_whenTimePasses_thenNoPunctuations() {
    enrolFleet();
    send(released(1));
    signPlanned();
    send(canary.confirm(1, Outcome.INSTALLED, 1));
    pass(SOAK.plusSeconds(2));
    signPlanned();
    broad.forEach(device -> send(device.confirm(1, Outcome.INSTALLED, 2)));
    pass(SOAK.plusSeconds(2));
    signPlanned();
    assertThat(last(RolloutChanged.class).snapshot().state()).isEqualTo("completed");
    pass(Duration.ofHours(1));
    double before = punctuations();

    pass(Duration.ofDays(1));

    assertThat(before).isPositive();
    assertThat(punctuations()).isEqualTo(before);
  }

  @Test
  void givenProductsOwnPolicy_whenReleased_thenItHoldsInPlaceOfTheStandardOne() {
    send(
        new PolicyApplied(
            PRODUCT,
            1,
            "{delta-wait: 0s, rings: [{name: all, selector: {everyone: true}}]}",
            "",
            ""));

    send(released(1));

    assertThat(last(RingsPlanned.class).document().rings())
        .extracting(ring -> ring.name())
        .containsExactly("all");
  }

  @Test
  void givenNoPolicy_whenALowerVersionComesLate_thenTheHigherHolds() {
    send(TestPolicies.quick(PRODUCT, 2, SOAK));
    send(new PolicyApplied(PRODUCT, 1, "start: manual", "", ""));

    send(released(1));

    assertThat(last(RolloutChanged.class).snapshot().state()).isEqualTo("signing");
  }

  @Test
  void givenReleaseNamesAPolicyVersion_whenItComesLater_thenTheRolloutWaitsForIt() {
    send(TestPolicies.quick(PRODUCT, 6, SOAK));
    send(released(1, StartRequest.AS_POLICY, 7, Optional.empty()));
    pass(Duration.ofSeconds(3));
    RolloutSnapshot waiting = last(RolloutChanged.class).snapshot();
    assertThat(waiting.state()).isEqualTo("waiting-for-policy");
    assertThat(waiting.reason()).isEqualTo("policy version 7 was not applied yet, the latest is 6");
    assertThat(sent.get(Topic.ROLLOUTS)).hasSize(1);
    assertThat(meters.get("sluice.notifier.waiting.releases").gauge().value()).isEqualTo(1);

    send(TestPolicies.quick(PRODUCT, 7, SOAK));
    pass(Duration.ofSeconds(1));

    assertThat(last(RolloutChanged.class).snapshot().state()).isEqualTo("signing");
    assertThat(last(RingsPlanned.class).sequence()).isEqualTo(1);
    assertThat(meters.get("sluice.notifier.waiting.releases").gauge().value()).isZero();
  }

  @Test
  void givenReleaseWaitsForItsPolicy_whenAHigherCounterStarts_thenSuperseded() {
    send(released(1, StartRequest.AS_POLICY, 7, Optional.empty()));
    send(released(2));

    pass(Duration.ofSeconds(1));

    RolloutSnapshot first =
        all(RolloutChanged.class).stream()
            .map(RolloutChanged::snapshot)
            .filter(rollout -> rollout.counter() == 1)
            .reduce((_, second) -> second)
            .orElseThrow();
    assertThat(first.state()).isEqualTo("superseded");
  }

  @Test
  void givenReleaseSaysManual_whenReleased_thenAPersonStartsIt() {
    send(released(1, StartRequest.MANUAL, 0, Optional.empty()));
    pass(Duration.ofSeconds(2));
    assertThat(last(RolloutChanged.class).snapshot().state()).isEqualTo("waiting-for-start");

    send(new RolloutOrdered(new RolloutId(PRODUCT, 1), Order.START, "ada", ""));

    assertThat(last(RolloutChanged.class).snapshot().state()).isEqualTo("signing");
  }

  @Test
  void givenTracedRelease_whenItTravels_thenEverythingThatFollowsIsOnItsTrace() {
    TraceParent trace = new TraceParent("1".repeat(32), "2".repeat(16), true);
    enrolFleet();
    send(released(1, StartRequest.AS_POLICY, 0, Optional.of(trace)));
    signPlanned();
    send(canary.confirm(1, Outcome.INSTALLED, 1));
    pass(SOAK.plusSeconds(2));
    send(new RolloutOrdered(new RolloutId(PRODUCT, 1), Order.HALT, "ada", ""));

    assertThat(all(RolloutHalted.class)).isNotEmpty();
    assertThat(traces)
        .containsOnlyKeys("rings.planned", "wave.announced", "rollout.halted", "rollout.changed")
        .allSatisfy((_, seen) -> assertThat(seen).containsOnly(trace));
  }

  @Test
  void givenManyRollouts_whenTheyEnd_thenTheLatestOfTheProductAreKept() {
    for (int counter = 1; counter <= RolloutRecords.KEPT + 5; counter++) {
      send(released(counter));
    }

    try (var kept = driver.<String, byte[]>getKeyValueStore(NotifierTopology.RECORDS_STORE).all()) {
      List<String> keys = new ArrayList<>();
      kept.forEachRemaining(entry -> keys.add(entry.key));
      assertThat(keys).hasSize(RolloutRecords.KEPT).startsWith("gateway/000000000006");
    }
  }

  private void enrolFleet() {
    send(canary.enrolment("canary"));
    broad.forEach(device -> send(device.enrolment()));
  }

  private static StampedEvent<ReleaseSigned> released(long counter) {
    return released(counter, StartRequest.AS_POLICY, 0, Optional.empty());
  }

  private static StampedEvent<ReleaseSigned> released(
      long counter, StartRequest start, long policyVersion, Optional<TraceParent> trace) {
    ReleaseId release = ReleaseId.parse("gateway/1." + counter);
    Digest manifest = Digest.sha256(new byte[] {9});
    return new StampedEvent<>(
        UUID.randomUUID().toString(),
        "test",
        START,
        trace,
        new ReleaseSigned(release, counter, 0, manifest, VERSIONS, start, policyVersion));
  }

  private double punctuations() {
    return driver.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals("punctuate-total"))
        .mapToDouble(metric -> (double) metric.getValue().metricValue())
        .sum();
  }

  private void signPlanned() {
    RingsPlanned planned = last(RingsPlanned.class);
    send(new RingsSigned(PRODUCT, planned.sequence(), planned.document().digest(), VERSIONS));
  }

  private void send(Event event) {
    send(new StampedEvent<>(UUID.randomUUID().toString(), "test", START, event));
  }

  private void send(StampedEvent<?> stamped) {
    Event event = stamped.event();
    driver
        .createInputTopic(event.topic().kafkaName(), new StringSerializer(), new EventSerializer())
        .pipeInput(event.key(), stamped);
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
              stamped -> {
                sent.computeIfAbsent(topic, _ -> new ArrayList<>()).add(stamped.event());
                stamped
                    .trace()
                    .ifPresent(
                        trace ->
                            traces
                                .computeIfAbsent(stamped.event().type(), _ -> new ArrayList<>())
                                .add(trace));
              });
    }
  }

  private <E extends Event> List<E> all(Class<E> type) {
    return sent.values().stream()
        .flatMap(List::stream)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private <E extends Event> E last(Class<E> type) {
    return all(type).stream()
        .reduce((_, second) -> second)
        .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " was sent"));
  }
}
