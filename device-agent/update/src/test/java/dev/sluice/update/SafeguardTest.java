package dev.sluice.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.condition.Condition;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.safeguard.SafeguardHold;
import dev.sluice.events.safeguard.Safeguards;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.update.fake.FakeDevice;
import dev.sluice.update.fake.FakeEdge;
import dev.sluice.update.fake.FakeFleet;
import dev.sluice.update.fake.FakeFleet.Release;
import dev.sluice.update.port.UpdateEvent.Announced;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The device runs 1.0; a hold keeps out those that do.
class SafeguardTest {
  private final VirtualClock clock = new VirtualClock();
  private final FakeFleet fleet = new FakeFleet(clock, 1024);
  private final FakeEdge edge = new FakeEdge(fleet.files());
  private final FakeDevice device = new FakeDevice(clock, new Seeded(5), edge, fleet.trustAnchor());
  private final byte[] oldBytes = new Seeded(1).bytesOfLength(3_000);
  private final byte[] newBytes = new Seeded(2).bytesOfLength(5_000);
  private Release old;
  private Release next;

  @BeforeEach
  void givenDeviceThatRunsTheOldRelease() {
    old = fleet.release("1.0", 1, oldBytes);
    next = fleet.release("2.0", 2, newBytes);
    fleet.ring(old, null);
    device.start();
    hold("from-1", "version = '1.0'");
  }

  private void hold(String id, String condition) {
    fleet.setSafeguards(
        new Safeguards(
            List.of(SafeguardHold.of(old.rollout().product(), id, Condition.parse(condition)))));
  }

  private void announce() {
    device.send(new Announced(fleet.announcement(next)));
  }

  @Test
  void givenHold_whenTheReleaseTravelsAndStands_thenStaysUntilItIsLifted() {
    fleet.ring(old, fleet.next(next));
    announce();

    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(edge.paths()).doesNotContain(next.objectPath());
    fleet.ring(next, null);
    announce();
    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(device.log()).anyMatch(line -> line.contains("kept out by safeguard hold from-1"));
    fleet.setSafeguards(Safeguards.NONE);
    fleet.ring(next, null);
    announce();
    assertThat(device.installed()).isEqualTo(newBytes);
  }

  @Test
  void givenHold_whenARollbackIsOrdered_thenGoesBack() {
    fleet.setSafeguards(Safeguards.NONE);
    fleet.ring(old, fleet.next(next));
    announce();
    assertThat(device.installed()).isEqualTo(newBytes);
    hold("from-2", "version = '2.0'");

    fleet.ring(next, fleet.next(old, NextState.ADMITTING, Duration.ZERO, true));
    device.send(new Announced(fleet.announcement(old)));

    assertThat(device.installed()).isEqualTo(oldBytes);
  }
}
