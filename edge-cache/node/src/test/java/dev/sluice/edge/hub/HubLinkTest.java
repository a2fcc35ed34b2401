package dev.sluice.edge.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.events.Event;
import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.device.NodeId;
import dev.sluice.events.report.NodeReported;
import dev.sluice.events.report.NodeTraffic;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.trace.Traces;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two real brokers and the link between them. Brokers take seconds to start, so the restarts come
/// last, in order.
@Timeout(90)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HubLinkTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String CANARY = "sluice/announce/p/canary";
  private static final String BROAD = "sluice/announce/p/broad";
  private static final String CONFIRMATION = "sluice/device/device-1/confirmation";

  @TempDir static Path directory;
  private static Path stampPrincipals;
  private static Path sitePrincipals;
  private static Broker stamp;
  private static Broker site;
  private static HubLink link;
  private static final Timestamps TIMESTAMPS = new Timestamps();

  /// A cache whose upstream is one version further with each refresh.
  private static final class Timestamps implements TimestampCache {
    private final List<Boolean> refreshes = new CopyOnWriteArrayList<>();
    private final AtomicLong version = new AtomicLong();

    /// A refresh takes until its count is 0.
    private volatile CountDownLatch answer = new CountDownLatch(0);

    @Override
    public Optional<byte[]> held() {
      return Optional.of("{\"signed\":{\"version\":%d}}".formatted(version.get()).getBytes(UTF_8));
    }

    @Override
    public Optional<byte[]> refresh(boolean noCache) {
      refreshes.add(noCache);
      try {
        answer.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      var _ = version.incrementAndGet();
      return held();
    }
  }

  @BeforeAll
  static void start() throws Exception {
    stampPrincipals = directory.resolve("stamp.jsonl");
    sitePrincipals = directory.resolve("site.jsonl");
    Hubs.enter(stampPrincipals, "bridge-1", "bridge");
    Hubs.enter(stampPrincipals, "site-1", "node");
    Hubs.enter(sitePrincipals, "device-1", "device");
    stamp = Broker.start(Hubs.config(directory.resolve("stamp"), 0, stampPrincipals));
    site = Broker.start(Hubs.config(directory.resolve("site"), 0, sitePrincipals));
    link = startLink();
    await().atMost(PATIENCE).until(() -> link.problem().isEmpty() && link.isConnected());
  }

  @AfterAll
  static void stop() {
    link.close();
    site.close();
    stamp.close();
  }

  @Test
  @Order(1)
  void givenAnnouncementOfNewerMetadata_whenRelayed_thenTheCacheIsRefreshedFirst() {
    TIMESTAMPS.version.set(0);
    try (var device = TestClient.connected(site.port(), "device-1", "sluice/announce/#");
        var bridge = TestClient.connected(stamp.port(), "bridge-1")) {
      bridge.publish(CANARY, wave(3), true);

      await().atMost(PATIENCE).until(() -> !device.receivedOn(CANARY).isEmpty());

      assertThat(TIMESTAMPS.version).hasValue(3);
      assertThat(TIMESTAMPS.refreshes).containsExactly(false, true, true);
      assertThat(device.receivedOn(CANARY)).contains(new String(wave(3), UTF_8));
    }
  }

  @Test
  @Order(2)
  void givenAnnouncementOfMetadataThatIsHere_whenRelayed_thenUpstreamIsNotAsked() {
    TIMESTAMPS.version.set(10);
    var before = TIMESTAMPS.refreshes.size();
    try (var device = TestClient.connected(site.port(), "device-1", "sluice/announce/#");
        var bridge = TestClient.connected(stamp.port(), "bridge-1")) {
      bridge.publish("sluice/announce/p/early", wave(9), true);

      await().atMost(PATIENCE).until(() -> !device.receivedOn("sluice/announce/p/early").isEmpty());

      assertThat(TIMESTAMPS.refreshes).hasSize(before);
    }
  }

  @Test
  @Order(3)
  void givenWaveThatWaitsForItsMetadata_whenItsHaltComes_thenTheHaltDoesNotWait() {
    TIMESTAMPS.version.set(0);
    TIMESTAMPS.answer = new CountDownLatch(1);
    var before = TIMESTAMPS.refreshes.size();
    try (var device = TestClient.connected(site.port(), "device-1", "sluice/announce/#");
        var bridge = TestClient.connected(stamp.port(), "bridge-1")) {
      bridge.publish(BROAD, wave(1), true);
      await().atMost(PATIENCE).until(() -> TIMESTAMPS.refreshes.size() > before);

      bridge.publish(BROAD, halt(), true);

      await()
          .atMost(PATIENCE)
          .until(() -> device.receivedOn(BROAD).contains(new String(halt(), UTF_8)));
      assertThat(device.receivedOn(BROAD)).hasSize(1);
    } finally {
      TIMESTAMPS.answer.countDown();
    }
  }

  @Test
  @Order(4)
  void givenAssignment_whenSentDown_thenIsRetainedForTheDevice() {
    var topic = "sluice/device/device-1/assignment";
    try (var bridge = TestClient.connected(stamp.port(), "bridge-1")) {
      bridge.publish(topic, "tags".getBytes(UTF_8), true);
    }

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              try (var device = TestClient.connected(site.port(), "device-1", topic)) {
                await()
                    .atMost(Duration.ofSeconds(2))
                    .until(() -> device.receivedOn(topic).contains("tags"));
              }
            });
  }

  @Test
  @Order(5)
  void givenMessagesOfATrace_whenCarried_thenTheTraceGoesWithThemBothWays() {
    var trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    var report = "sluice/device/device-1/report";
    var announced = "sluice/announce/p/traced";
    try (var device = TestClient.connected(site.port(), "device-1", "sluice/announce/#");
        var bridge = TestClient.connected(stamp.port(), "bridge-1", "sluice/device/+/report")) {
      device.publish(report, "up".getBytes(UTF_8), false, "traceparent", trace);
      bridge.publish(announced, "down".getBytes(UTF_8), true, "traceparent", trace);

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(bridge.propertiesOn(report, "traceparent")).containsExactly(trace);
                assertThat(device.propertiesOn(announced, "traceparent")).containsExactly(trace);
              });
    }
  }

  @Test
  @Order(6)
  void givenNodes_whenTheyReport_thenTheNextTierGetsItsOwnAndThoseBehindIt() throws Exception {
    Hubs.enter(sitePrincipals, "line-1", "node");
    try (var bridge = TestClient.connected(stamp.port(), "bridge-1", "sluice/node/+/report");
        var behind = TestClient.connected(site.port(), "line-1")) {
      behind.publish("sluice/node/line-1/report", "of the tier behind");
      var report =
          new NodeReported(new NodeId("site-1"), Instant.EPOCH, 1, "origin", 60, NodeTraffic.NONE);
      var sent =
          link.report(
              new StampedEvent<>("1", "test", Instant.parse("2026-11-21T10:00:00Z"), report));

      assertThat(sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(bridge.receivedOn("sluice/node/line-1/report"))
                    .containsExactly("of the tier behind");
                assertThat(bridge.receivedOn("sluice/node/site-1/report")).hasSize(1);
              });
    }
  }

  @Test
  @Order(7)
  void givenUpstreamAwayAndNodeRestarted_whenUpstreamIsBack_thenConfirmationsArrive() {
    var stampPort = stamp.port();
    try (var bridge = TestClient.connected(stampPort, "bridge-1", "sluice/device/+/confirmation")) {
      assertThat(bridge.receivedOn(CONFIRMATION)).isEmpty();
    }
    stamp.close();
    try (var device = TestClient.connected(site.port(), "device-1")) {
      device.publish(CONFIRMATION, "installed");
    }
    link.close();
    site.close();
    site = Broker.start(Hubs.config(directory.resolve("site"), 0, sitePrincipals));
    link = startLink();
    try (var device = TestClient.connected(site.port(), "device-1")) {
      device.publish(CONFIRMATION, "again");
    }

    stamp = Broker.start(Hubs.config(directory.resolve("stamp"), stampPort, stampPrincipals));

    try (var bridge = TestClient.connected(stampPort, "bridge-1")) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(bridge.receivedOn(CONFIRMATION)).contains("installed", "again"));
    }
  }

  private static HubLink startLink() {
    return HubLink.start(
        site,
        BrokerConfig.LOOPBACK,
        Hubs.LOCAL_SECRET,
        new LinkConfig(
            BrokerConfig.LOOPBACK,
            stamp.port(),
            Optional.empty(),
            Optional.of("site-1"),
            new SecretText("secret of site-1"),
            Duration.ofMillis(50),
            5,
            Duration.ofSeconds(60)),
        TIMESTAMPS,
        Traces.silent());
  }

  private static byte[] wave(long timestampVersion) {
    var release = ReleaseId.parse("p/1.0");
    var event =
        new WaveAnnounced(
            release.product(),
            timestampVersion == 9 ? "early" : "canary",
            new RolloutId(release.product(), 1),
            1,
            release,
            Digest.sha256(new byte[1]),
            new MetadataVersions(timestampVersion, 1));
    return encoded(event);
  }

  private static byte[] halt() {
    var product = ReleaseId.parse("p/1.0").product();
    return encoded(
        new RolloutHalted(product, "broad", new RolloutId(product, 1), 7, "too many failed"));
  }

  private static byte[] encoded(Event event) {
    return EventCodec.encodeStructured(
        new StampedEvent<>("1", "test", Instant.parse("2026-11-21T10:00:00Z"), event));
  }
}
