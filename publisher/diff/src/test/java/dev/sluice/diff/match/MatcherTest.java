package dev.sluice.diff.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MatcherTest {
  private static final long MEMORY_BYTES = 1 << 26;

  private record Edit(long start, long copied, long inserted) {}

  @Test
  void givenTheSameBytes_whenMatched_thenCopiesThemAtOnce() {
    var bytes = random(1, 100_000);

    assertThat(match(bytes, bytes)).containsExactly(new Edit(0, 100_000, 0));
  }

  @Test
  void givenBytesInserted_whenMatched_thenInsertsJustThese() {
    var old = random(2, 50_000);
    var neu = join(Arrays.copyOf(old, 20_000), random(3, 100), tail(old, 20_000));

    assertThat(match(old, neu))
        .containsExactly(new Edit(0, 20_000, 100), new Edit(20_000, 30_000, 0));
  }

  @Test
  void givenBytesRemoved_whenMatched_thenSkipsThem() {
    var old = random(4, 50_000);
    var neu = join(Arrays.copyOf(old, 20_000), tail(old, 30_000));

    assertThat(match(old, neu))
        .containsExactly(new Edit(0, 20_000, 0), new Edit(30_000, 20_000, 0));
  }

  @Test
  void givenSomeBytesChangedInPlace_whenMatched_thenKeepsTheAlignment() {
    var old = random(5, 50_000);
    var neu = old.clone();
    for (int i = 100; i < neu.length; i += 100) {
      neu[i]++;
    }

    assertThat(match(old, neu)).containsExactly(new Edit(0, 50_000, 0));
  }

  @Test
  void givenTwoEqualPlaces_whenMatched_thenTakesTheNearerOne() {
    var block = random(6, 10_000);
    var old = join(random(7, 1000), block, random(8, 90_000), block);
    var neu = join(random(9, 500), tail(old, 1000));

    assertThat(match(old, neu)).containsExactly(new Edit(0, 0, 500), new Edit(1000, 110_000, 0));
  }

  @Test
  void givenNoOldBytes_whenMatched_thenInsertsAll() {
    assertThat(match(new byte[0], random(10, 300))).containsExactly(new Edit(0, 0, 300));
  }

  @Test
  void givenNoiseOfFewSymbols_whenMatched_thenEditsTileTheNewBytes() {
    var old = random(11, 300_000);
    var neu = random(12, 300_000);
    for (int i = 0; i < neu.length; i++) {
      old[i] &= 3;
      neu[i] &= 3;
    }

    long made = 0;
    for (var edit : match(old, neu)) {
      assertThat(edit.start() + edit.copied()).isLessThanOrEqualTo(old.length);
      made += edit.copied() + edit.inserted();
    }

    assertThat(made).isEqualTo(neu.length);
  }

  @Test
  void givenSharedBytesBehindManyForeignOnes_whenMatched_thenTheyAreFound() {
    var old = random(13, 50_000);
    var neu = join(random(14, 200_003), old);

    var edits = match(old, neu);

    assertThat(edits[edits.length - 1].copied()).isGreaterThan(49_900);
  }

  @Test
  void givenSeededPairs_whenMatched_thenEditsTileTheNewBytesWithinTheOldOnes() {
    for (int seed = 0; seed < 40; seed++) {
      var random = new Random(seed);
      var old = random(seed, random.nextInt(5000));
      var neu = random(seed + 1, random.nextInt(5000));
      if (old.length > 0) {
        int shared = Math.min(old.length, neu.length) / 2;
        System.arraycopy(old, random.nextInt(old.length - shared + 1), neu, 0, shared);
      }

      long made = 0;
      for (var edit : match(old, neu)) {
        assertThat(edit.start() + edit.copied())
            .as("seed %d", seed)
            .isLessThanOrEqualTo(old.length);
        made += edit.copied() + edit.inserted();
      }

      assertThat(made).as("seed %d", seed).isEqualTo(neu.length);
    }
  }

  private static Edit[] match(byte[] old, byte[] neu) {
    try (var arena = Arena.ofShared()) {
      var script =
          Matcher.match(
              copy(old, arena),
              copy(neu, arena),
              false,
              Search.USUAL,
              MEMORY_BYTES,
              Runnable::run,
              _ -> {});
      var edits = new Edit[script.size()];
      for (int i = 0; i < edits.length; i++) {
        edits[i] = new Edit(script.copyStart(i), script.copyLength(i), script.insertLength(i));
      }
      return edits;
    }
  }

  private static MemorySegment copy(byte[] bytes, Arena arena) {
    var segment = arena.allocate(Math.max(1, bytes.length)).asSlice(0, bytes.length);
    return segment.copyFrom(MemorySegment.ofArray(bytes));
  }

  private static byte[] random(long seed, int length) {
    var bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] tail(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  private static byte[] join(byte[]... parts) {
    var joined = new java.io.ByteArrayOutputStream();
    for (var part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
