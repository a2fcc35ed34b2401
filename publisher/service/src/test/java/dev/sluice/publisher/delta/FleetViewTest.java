package dev.sluice.publisher.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.inventory.Running;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import dev.sluice.tuf.digest.Digest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetViewTest {
  private static final ProductName PRODUCT = new ProductName("gateway");
  private static final Digest RESULT = digest(9);

  private final FleetView fleet = new FleetView();

  @Test
  void givenNoDevices_whenAskedForBases_thenThereAreNone() {
    assertThat(fleet.bases(PRODUCT, RESULT, 9, List.of())).isEmpty();
  }

  @Test
  void givenDevicesOnSeveralReleases_whenAskedForBases_thenTheNewestComesFirst() {
    report("a", running(PRODUCT, 1));
    report("b", running(PRODUCT, 3));
    report("c", running(PRODUCT, 2));
    report("d", running(PRODUCT, 3));

    assertThat(fleet.bases(PRODUCT, RESULT, 9, List.of()))
        .extracting(Running::counter)
        .containsExactly(3L, 2L, 1L);
  }

  @Test
  void givenDeviceThatMovedOn_whenAskedForBases_thenItsOldReleaseIsGone() {
    report("a", running(PRODUCT, 1));
    report("a", running(PRODUCT, 2));

    assertThat(fleet.bases(PRODUCT, RESULT, 9, List.of())).containsExactly(running(PRODUCT, 2));
  }

  @Test
  void givenResultItselfAndOtherProducts_whenAskedForBases_thenTheyAreLeftOut() {
    report("a", running(PRODUCT, 9));
    report("b", running(new ProductName("door"), 1));

    assertThat(fleet.bases(PRODUCT, RESULT, 9, List.of())).isEmpty();
  }

  @Test
  void givenDevicesOnANewerRelease_whenAskedForBases_thenNoPatchLeadsBack() {
    report("a", running(PRODUCT, 3));
    report("b", running(PRODUCT, 4));
    report("c", running(PRODUCT, 5));

    assertThat(fleet.bases(PRODUCT, RESULT, 4, List.of())).containsExactly(running(PRODUCT, 3));
  }

  @Test
  void givenFloorReleases_whenAskedForBases_thenThoseBelowAreOnTheLastOneByThen() {
    report("a", running(PRODUCT, 1));
    report("b", running(PRODUCT, 2));
    report("c", running(PRODUCT, 7));
    List<Running> floors = List.of(running(PRODUCT, 3), running(PRODUCT, 5), running(PRODUCT, 8));

    assertThat(fleet.bases(PRODUCT, RESULT, 8, floors))
        .containsExactly(running(PRODUCT, 7), running(PRODUCT, 5));
    assertThat(fleet.bases(PRODUCT, RESULT, 9, floors)).containsExactly(running(PRODUCT, 8));
    assertThat(fleet.bases(PRODUCT, digest(3), 3, floors))
        .containsExactly(running(PRODUCT, 2), running(PRODUCT, 1));
  }

  private void report(String device, Running running) {
    var state =
        new DeviceState(
            new DeviceId(device),
            1,
            DevicePublicKey.ofBytes(new byte[32]),
            DeviceAttributes.none(),
            List.of(running),
            Instant.EPOCH);
    fleet.accept(new StampedEvent<>("1", "test", Instant.EPOCH, state));
  }

  private static Running running(ProductName product, int counter) {
    return new Running(product, new Version("v" + counter), counter, digest(counter));
  }

  private static Digest digest(int seed) {
    return Digest.sha256(new byte[] {(byte) seed});
  }
}
