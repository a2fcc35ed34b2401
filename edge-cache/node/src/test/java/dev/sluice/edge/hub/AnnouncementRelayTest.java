package dev.sluice.edge.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AnnouncementRelayTest {
  private static final String TOPIC = "sluice/announce/p/canary";
  private static final byte[] WAVE = wave();

  private final List<Boolean> refreshes = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> forwarded = new ArrayList<>();
  private Runnable duringPause = () -> {};

  /// An upstream that stays at version 1, while 7 was announced.
  private final TimestampCache stale =
      new TimestampCache() {
        @Override
        public Optional<byte[]> held() {
          return Optional.empty();
        }

        @Override
        public Optional<byte[]> refresh(boolean noCache) {
          refreshes.add(noCache);
          return Optional.of("{\"signed\":{\"version\":1}}".getBytes(UTF_8));
        }
      };

  private final AnnouncementRelay relay =
      new AnnouncementRelay(
          stale,
          new RetryPolicy(5, Duration.ofSeconds(10), Duration.ofSeconds(10)),
          duration -> {
            pauses.add(duration);
            duringPause.run();
          },
          new SplittableRandom(3));

  @Test
  void givenMetadataThatNeverComes_whenRelayed_thenIsForwardedAfterFiveRefreshes()
      throws InterruptedException {
    relay.relay(TOPIC, relay.arrived(TOPIC), WAVE, () -> forwarded.add("wave"));

    assertThat(refreshes).containsExactly(false, true, true, true, true);
    assertThat(pauses)
        .hasSize(4)
        .allSatisfy(p -> assertThat(p).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10)));
    assertThat(forwarded).containsExactly("wave");
  }

  @Test
  void givenWaveThatWaits_whenAHaltArrives_thenOnlyTheHaltIsForwarded()
      throws InterruptedException {
    duringPause =
        () -> {
          if (forwarded.isEmpty()) {
            haltNow();
          }
        };

    relay.relay(TOPIC, relay.arrived(TOPIC), WAVE, () -> forwarded.add("wave"));

    assertThat(forwarded).containsExactly("halt");
    assertThat(refreshes).hasSize(1);
  }

  @Test
  void givenPayloadThatIsNotUnderstood_whenRelayed_thenIsForwardedAtOnce()
      throws InterruptedException {
    relay.relay(TOPIC, relay.arrived(TOPIC), new byte[] {1, 2}, () -> forwarded.add("new"));
    relay.relay(TOPIC, relay.arrived(TOPIC), new byte[0], () -> forwarded.add("cleared"));

    assertThat(forwarded).containsExactly("new", "cleared");
    assertThat(refreshes).isEmpty();
  }

  private void haltNow() {
    try {
      relay.relay(TOPIC, relay.arrived(TOPIC), new byte[0], () -> forwarded.add("halt"));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] wave() {
    var release = ReleaseId.parse("p/1.0");
    var event =
        new WaveAnnounced(
            release.product(),
            "canary",
            new RolloutId(release.product(), 1),
            1,
            release,
            Digest.sha256(new byte[1]),
            new MetadataVersions(7, 1));
    return EventCodec.encodeStructured(
        new StampedEvent<>("1", "test", Instant.parse("2026-11-21T10:00:00Z"), event));
  }
}
