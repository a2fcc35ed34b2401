package dev.sluice.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.TraceParent;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.update.fake.FakeDevice;
import dev.sluice.update.fake.FakeEdge;
import dev.sluice.update.fake.FakeFleet;
import dev.sluice.update.fake.FakeFleet.Release;
import dev.sluice.update.memory.RolloutTrace;
import dev.sluice.update.port.UpdateEvent.Announced;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A release is followed from its announcement to the device's confirmation by one trace.
class TraceTest {
  private static final TraceParent TRACE =
      new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);

  private static final int SLICE = 1024;

  private final VirtualClock clock = new VirtualClock();
  private final FakeFleet fleet = new FakeFleet(clock, SLICE);
  private final FakeEdge edge = new FakeEdge(fleet.files());
  private final FakeDevice device = new FakeDevice(clock, new Seeded(7), edge, fleet.trustAnchor());
  private Release next;

  @BeforeEach
  void givenDeviceThatRunsTheOldRelease() {
    Release old = fleet.release("1.0", 1, new Seeded(1).bytesOfLength(5_000));
    next = fleet.release("2.0", 2, new Seeded(2).bytesOfLength(6_000));
    fleet.ring(old, null);
    device.start();
    device.log().clear();
    fleet.ring(old, fleet.next(next));
  }

  private TraceParent latest() {
    return device.traces().getLast().orElseThrow();
  }

  @Test
  void givenAnnouncementOnATrace_whenInstalled_thenTheConfirmationGoesOutOnIt() {
    device.send(new Announced(fleet.announcement(next), Optional.of(TRACE)));

    assertThat(device.confirmations().getLast().rollout()).isEqualTo(next.rollout());
    assertThat(latest()).isEqualTo(TRACE);
    assertThat(device.memory().trace()).isEqualTo(new RolloutTrace.Of(next.rollout(), TRACE));
    assertThat(device.log())
        .filteredOn(line -> line.contains("release chosen") || line.contains(" installed"))
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(line -> line.contains("traceId=\"" + TRACE.traceId() + "\""));
  }

  @Test
  void givenPowerCutAfterwards_whenStartedAgain_thenTheRepetitionIsOnTheSameTrace() {
    device.send(new Announced(fleet.announcement(next), Optional.of(TRACE)));

    device.start();

    assertThat(latest()).isEqualTo(TRACE);
  }

  @Test
  void givenNoTraceHeard_whenInstalled_thenTheDeviceBeganOneOfItsOwn() {
    device.send(new Announced(fleet.announcement(next)));

    assertThat(device.confirmations().getLast().rollout()).isEqualTo(next.rollout());
    assertThat(latest()).isNotEqualTo(TRACE);
    assertThat(device.memory().trace().find(next.rollout())).contains(latest());
  }

  @Test
  void givenWorkOnATraceOfItsOwn_whenTheAnnouncementComesLate_thenItsTraceIsNotTakenAfterTheEnd() {
    device.send(new Announced(fleet.announcement(next)));
    TraceParent own = latest();

    device.send(new Announced(fleet.announcement(next), Optional.of(TRACE)));

    assertThat(device.memory().trace().find(next.rollout())).contains(own);
  }
}
