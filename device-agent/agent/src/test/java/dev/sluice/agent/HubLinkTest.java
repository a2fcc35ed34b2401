package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.agent.link.ConfirmationQueue;
import dev.sluice.agent.link.DeviceKey;
import dev.sluice.agent.link.HubLink;
import dev.sluice.events.ByteString;
import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import dev.sluice.testkit.Property;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.fake.FakeFleet;
import dev.sluice.update.port.UpdateEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A device's link against a real MQTT 5 broker.
class HubLinkTest {
  @TempDir static Path hubDirectory;
  private static TestHub hub;

  private final List<UpdateEvent> heard = new CopyOnWriteArrayList<>();

  @TempDir Path directory;
  private ConfirmationQueue queue;
  private DeviceKey key;

  @BeforeAll
  static void startHub() throws Exception {
    hub = new TestHub(hubDirectory);
  }

  @AfterAll
  static void stopHub() throws Exception {
    hub.close();
  }

  @BeforeEach
  void givenDevice() throws Exception {
    queue = new ConfirmationQueue(Files.createDirectory(directory.resolve("queue")));
    key = DeviceKey.createOrLoad(directory.resolve("device.key"));
    hub.forget();
  }

  private HubLink connect() {
    return AgentFixture.link(hub.port(), queue, heard::add);
  }

  /// The device says that it installed the release with this counter.
  private void confirm(int counter) throws Exception {
    var confirmation =
        new Confirmation(
            AgentFixture.DEVICE,
            1,
            new ReleaseId(FakeFleet.PRODUCT, new Version(counter + ".0")),
            counter,
            new RolloutId(FakeFleet.PRODUCT, counter),
            RolloutId.FIRST_ATTEMPT,
            Digest.sha256(new byte[] {(byte) counter}),
            Outcome.INSTALLED,
            OutcomeReason.none(),
            Instant.EPOCH.plusSeconds(counter));
    queue.add(
        confirmation.confirmationKey(),
        EventCodec.encodeStructured(
            new StampedEvent<>(
                "confirmation-" + counter,
                "agent/test",
                confirmation.at(),
                Optional.empty(),
                key.sign(confirmation))));
  }

  /// What has arrived, without repetitions, in the order of its first arrival.
  private static List<Long> arrived() {
    return hub.received(SignedConfirmation.class).stream()
        .map(signed -> signed.confirmation().counter())
        .distinct()
        .toList();
  }

  private void awaitHeard(Class<? extends UpdateEvent> type) {
    await().atMost(AgentFixture.PATIENCE).until(() -> heard.stream().anyMatch(type::isInstance));
  }

  @Test
  void givenReportWithSteps_whenDelivered_thenTheMachineHearsWhichTheHubHas() {
    try (var link = connect()) {
      awaitHeard(UpdateEvent.Connected.class);
      link.report(ByteString.of(anyEvent()), 7);

      awaitHeard(UpdateEvent.Reported.class);
    }

    assertThat(heard).contains(new UpdateEvent.Reported(7));
  }

  /// The hub takes whatever a device sends on its topic: what is in it is not the link's business.
  private static byte[] anyEvent() {
    return EventCodec.encodeStructured(
        new StampedEvent<>("event", "test", Instant.EPOCH, Optional.empty(), halt()));
  }

  private static RolloutHalted halt() {
    return new RolloutHalted(
        FakeFleet.PRODUCT, FakeFleet.RING, new RolloutId(FakeFleet.PRODUCT, 2), 9, "it fails");
  }

  @Test
  void givenRetainedHalt_whenConnectedLater_thenItIsHeard() {
    hub.announce(halt(), Optional.empty());

    try (var _ = connect()) {
      awaitHeard(UpdateEvent.HaltAnnounced.class);
    }

    assertThat(heard).contains(new UpdateEvent.HaltAnnounced(halt()));
  }

  @Test
  void givenEventOfAnotherKindWhereAnnouncementsStand_whenReceived_thenRefusedAndTheNextIsHeard()
      throws Exception {
    confirm(1);
    var foreign = EventCodec.decodeStructured(queue.findOldest().orElseThrow().payload().bytes());

    try (var log = new CapturedLog();
        var _ = connect()) {
      awaitHeard(UpdateEvent.Connected.class);
      hub.announce(foreign.event(), Optional.empty());
      await()
          .atMost(AgentFixture.PATIENCE)
          .until(() -> log.text().contains("refused announcement"));
      hub.announce(halt(), Optional.empty());

      awaitHeard(UpdateEvent.HaltAnnounced.class);
    }
  }

  @Test
  void givenAnyOrderOfConfirmationsAndConnections_whenAllIsQuiet_thenAllArrivedOldestFirst() {
    Property.check(
        "confirmations arrive in order, over any number of connections",
        4,
        seed -> {
          hub.forget();
          var made = new ArrayList<Long>();
          for (int connections = seed.nextInt(3); connections >= 0; connections--) {
            for (int more = seed.nextInt(4); more >= 0; more--) {
              made.add(made.size() + 1L);
              confirm(made.size());
            }
            try (var link = connect()) {
              if (seed.nextBoolean()) {
                made.add(made.size() + 1L);
                confirm(made.size());
                link.wake();
              }
              if (connections == 0) {
                await().atMost(AgentFixture.PATIENCE).until(() -> queue.size() == 0);
              }
            }
          }
          await().atMost(AgentFixture.PATIENCE).until(() -> arrived().size() == made.size());

          assertThat(arrived()).isEqualTo(made);
        });
  }
}
