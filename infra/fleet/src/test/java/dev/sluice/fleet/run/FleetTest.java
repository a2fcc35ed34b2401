package dev.sluice.fleet.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.confirmation.ConfirmationEvent;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.events.report.DeviceReport;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.RingsSigned;
import dev.sluice.fleet.device.RingTotals;
import dev.sluice.fleet.device.TestFleets;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.TopicWatcher;
import dev.sluice.kafka.Topics;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.program.config.Configuration;
import dev.sluice.program.config.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real broker.
class FleetTest {
  private static final int DEVICES = 300;
  private static final long EVERYBODY = 1_000_000;
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private final Map<String, DevicePublicKey> keys = new ConcurrentHashMap<>();
  private final Queue<SignedConfirmation> confirmations = new ConcurrentLinkedQueue<>();
  private final Map<String, RingTotals> shown = new ConcurrentHashMap<>();

  @Test
  void givenRingsPlannedAndSigned_whenFleetRuns_thenEachAdmittedDeviceConfirmsOnceAndIsSigned(
      @TempDir Path directory) throws Exception {
    try (var broker = InProcessBroker.start(directory)) {
      KafkaConnection kafka = broker.connection();
      Topics.ensure(kafka, kafka.partitions());
      try (var producer = new EventProducer(kafka, "test", InstantSource.system());
          var _ = watch(kafka);
          Fleet fleet = Fleet.connect(config(kafka), new Remembering(), InstantSource.system())) {
        Thread running = Thread.ofPlatform().start(() -> run(fleet));
        plan(producer, TestFleets.admitting(1, 1, EVERYBODY, 0), true);
        await().atMost(LIMIT).until(() -> keys.size() == DEVICES && !confirmations.isEmpty());

        plan(producer, TestFleets.admitting(2, 1, EVERYBODY, EVERYBODY), true);
        plan(producer, TestFleets.admitting(3, 2, EVERYBODY, EVERYBODY), false);

        await().atMost(LIMIT).until(() -> confirmations.size() >= DEVICES);
        await()
            .atMost(LIMIT)
            .until(() -> shown.values().stream().mapToLong(RingTotals::told).sum() == DEVICES);
        running.interrupt();
        assertThat(running.join(LIMIT)).isTrue();
      }
    }
    assertThat(confirmations)
        .hasSize(DEVICES)
        .allMatch(confirmation -> confirmation.confirmation().counter() == 1)
        .allMatch(one -> one.isSignedBy(requireNonNull(keys.get(one.key()))));
    long failed =
        confirmations.stream()
            .filter(one -> one.confirmation().outcome() == Outcome.ROLLED_BACK)
            .count();
    assertThat(failed).isPositive();
    assertThat(shown.values().stream().mapToLong(RingTotals::failed).sum()).isEqualTo(failed);
  }

  private static FleetConfig config(KafkaConnection kafka) {
    return Configuration.of("fleet", FleetConfig.class)
        .load(
            new Sources(
                Optional.empty(),
                Map.of(),
                Map.of(
                    "kafka.servers[0]",
                    kafka.bootstrapServers(),
                    "devices",
                    String.valueOf(DEVICES),
                    "tags[0]",
                    "canary=10%",
                    "latency",
                    "100ms",
                    "failures",
                    "10%")))
        .value();
  }

  private static void run(Fleet fleet) {
    try {
      fleet.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void plan(EventProducer producer, RingsDocument document, boolean isSigned)
      throws Exception {
    producer.send(RingsPlanned.of(document));
    if (isSigned) {
      producer.send(
          new RingsSigned(
              document.product(),
              document.sequence(),
              document.digest(),
              new MetadataVersions(1, 1)));
    }
  }

  private EventFollower watch(KafkaConnection kafka) {
    return EventFollower.start(
        kafka,
        List.of(
            new TopicWatcher<>(Topic.DEVICE_REPORTS, this::see),
            new TopicWatcher<>(Topic.CONFIRMATIONS, this::count)));
  }

  private void see(StampedEvent<DeviceReport> stamped) {
    if (stamped.event() instanceof DeviceEnrolled enrolled) {
      keys.put(enrolled.key(), enrolled.publicKey());
    }
  }

  private void count(StampedEvent<ConfirmationEvent> stamped) {
    if (stamped.event() instanceof SignedConfirmation signed) {
      confirmations.add(signed);
    }
  }

  private final class Remembering implements Fleet.Watcher {
    @Override
    public void enrolled(int devices, int of) {}

    @Override
    public void progressed(long counter, Map<String, RingTotals> rings, int waiting) {
      shown.putAll(rings);
    }
  }
}
