package dev.sluice.diff.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class LikenessTest {
  private static final int MIN_BYTES = 20_000;

  @Test
  void givenSameContents_whenLookedFor_thenAllIsFound() {
    Property.check(
        "the same is alike wherever it stands",
        20,
        seed -> {
          var contents = contents(seed);
          var likeness = likeness(contents);

          likeness.lookIn(joined(seed.bytes(1000), contents, seed.bytes(1000)));

          assertThat(likeness.isAtLeastOneIn(1)).isTrue();
        });
  }

  @Test
  void givenOtherContents_whenLookedFor_thenNextToNothingIsFound() {
    Property.check(
        "noise is not alike",
        20,
        seed -> {
          var likeness = likeness(contents(seed));

          likeness.lookIn(MemorySegment.ofArray(contents(seed)));

          assertThat(likeness.isAtLeastOneIn(100)).isFalse();
        });
  }

  @Test
  void givenHalfOfTheContents_whenLookedFor_thenAboutHalfIsFound() {
    Property.check(
        "a half is half alike",
        20,
        seed -> {
          var known = contents(seed);
          var likeness = new Likeness(2L * known.length);
          likeness.add(MemorySegment.ofArray(known));
          likeness.add(MemorySegment.ofArray(noise(seed, known.length)));

          likeness.lookIn(MemorySegment.ofArray(known));
          likeness.lookIn(MemorySegment.ofArray(known));

          assertThat(likeness.isAtLeastOneIn(3)).isTrue();
          assertThat(likeness.isAtLeastOneIn(1)).isFalse();
        });
  }

  @Test
  void givenNothing_whenLookedFor_thenIsNotAlike() {
    var likeness = new Likeness(0);

    likeness.lookIn(MemorySegment.ofArray(new byte[1000]));

    assertThat(likeness.isAtLeastOneIn(Integer.MAX_VALUE)).isFalse();
  }

  private static byte[] contents(Seeded seed) {
    return noise(seed, MIN_BYTES + seed.nextInt(100_000));
  }

  private static byte[] noise(Seeded seed, int length) {
    var noise = new byte[length];
    for (int i = 0; i < length; i++) {
      noise[i] = (byte) seed.nextInt();
    }
    return noise;
  }

  private static Likeness likeness(byte[] contents) {
    var likeness = new Likeness(contents.length);
    likeness.add(MemorySegment.ofArray(contents));
    return likeness;
  }

  private static MemorySegment joined(byte[]... parts) {
    var joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return MemorySegment.ofArray(joined.toByteArray());
  }
}
