package dev.sluice.cache.holding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.freshness.ObjectPath;
import java.util.List;
import org.junit.jupiter.api.Test;

class SliceIndexTest {
  private static final ObjectPath PATH = ObjectPath.of("patches/" + "ab".repeat(32)).orElseThrow();
  private static final ObjectPath OTHER = ObjectPath.of("slices/" + "cd".repeat(32)).orElseThrow();

  private final SliceIndex<KeptSlice> index = new SliceIndex<>(100);

  @Test
  void givenSliceThatIsHere_whenFound_thenItStaysLongerThanTheOthers() {
    var first = enter(PATH, 0, 50, 1000);
    var second = enter(PATH, 1, 50, 1000);
    assertThat(index.find(first.key())).contains(first);

    var entry = index.enter(slice(PATH, 2, 10, 1000), 10);

    assertThat(entry).isEqualTo(new Entry<>(true, List.of(second)));
    assertThat(index.find(second.key())).isEmpty();
    assertThat(index.usedBytes()).isEqualTo(60);
  }

  @Test
  void givenSlicesOfAnotherLength_whenOneEnters_thenTheOthersLeaveAndItStays() {
    var same = enter(PATH, 0, 10, 1000);
    var other = enter(PATH, 1, 10, 1000);
    var foreign = enter(OTHER, 0, 10, 1000);

    var entry = index.enter(slice(PATH, 0, 20, 2000), 20);

    assertThat(entry.leaving()).containsExactly(other).doesNotContain(same);
    assertThat(index.findAny(PATH).orElseThrow().objectLengthBytes()).isEqualTo(2000);
    assertThat(index.find(foreign.key())).contains(foreign);
    assertThat(index.usedBytes()).isEqualTo(30);
  }

  @Test
  void givenSliceLargerThanTheStore_whenEntered_thenNeitherItNorItsElderStays() {
    var _ = enter(PATH, 0, 10, 1000);

    var entry = index.enter(slice(PATH, 0, 101, 1000), 101);

    assertThat(entry.admitted()).isFalse();
    assertThat(entry.leaving()).isEmpty();
    assertThat(index.findAny(PATH)).isEmpty();
    assertThat(index.usedBytes()).isZero();
  }

  @Test
  void givenSliceThatHasBeenReplacedByAnEqualOne_whenDropped_thenTheNewOneStays() {
    var old = enter(PATH, 0, 10, 1000);
    var replacement = enter(PATH, 0, 10, 1000);

    assertThat(index.drop(old)).isFalse();
    assertThat(index.drop(replacement)).isTrue();
    assertThat(index.drop(replacement)).isFalse();
    assertThat(index.size()).isZero();
    assertThat(index.findAny(PATH)).isEmpty();
  }

  @Test
  void givenDiskThatIsFullBeforeTheLimit_whenRoomIsMade_thenTheLeastRecentlyUsedLeave() {
    var first = enter(PATH, 0, 30, 1000);
    var second = enter(PATH, 1, 30, 1000);
    var third = enter(OTHER, 0, 30, 1000);
    assertThat(index.find(first.key())).contains(first);

    assertThat(index.makeRoom(31)).containsExactly(second, third);
    assertThat(index.usedBytes()).isEqualTo(30);
    assertThat(index.makeRoom(31)).containsExactly(first);
    assertThat(index.makeRoom(31)).isEmpty();
    assertThat(index.usedBytes()).isZero();
  }

  private KeptSlice enter(ObjectPath path, long number, int sizeBytes, long objectLengthBytes) {
    var slice = slice(path, number, sizeBytes, objectLengthBytes);
    assertThat(index.enter(slice, sizeBytes).admitted()).isTrue();
    return slice;
  }

  private static KeptSlice slice(
      ObjectPath path, long number, int sizeBytes, long objectLengthBytes) {
    return KeptSlice.of(new SliceKey(path, number), new byte[sizeBytes], objectLengthBytes);
  }
}
