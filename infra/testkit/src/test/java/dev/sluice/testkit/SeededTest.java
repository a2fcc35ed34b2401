package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeededTest {
  @Test
  void givenSameSeed_whenDrawing_thenSameValues() {
    var first = new Seeded(7);
    var second = new Seeded(7);

    assertThat(draw(first)).isEqualTo(draw(second));
  }

  private static List<Object> draw(Seeded seeded) {
    return List.of(
        seeded.length(1 << 20),
        seeded.text(100),
        seeded.name(20),
        seeded.list(10, s -> s.between(-5, 5)),
        new String(seeded.bytes(50), StandardCharsets.ISO_8859_1),
        seeded.split().nextLong());
  }

  @Test
  void givenLimit_whenDrawingSizes_thenStayInsideAndReachBothEnds() {
    var seeded = new Seeded(1);

    var sizes = IntStream.range(0, 500).map(_ -> seeded.size(1000)).boxed().toList();

    assertThat(sizes).allMatch(size -> size >= 0 && size <= 1000).contains(0, 1, 1000);
  }

  @Test
  void givenSmallScale_whenDrawingSizes_thenStayBelowIt() {
    var seeded = new Seeded(1, 5);

    var sizes = IntStream.range(0, 500).map(_ -> seeded.size(1000)).boxed().toList();

    assertThat(sizes).allMatch(size -> size <= 50).contains(50);
  }

  @Test
  void givenText_whenDrawn_thenSurrogatePairsAreWhole() {
    Property.check(
        "text survives UTF-8",
        200,
        seed -> {
          var text = seed.text(40);

          var bytes = text.getBytes(StandardCharsets.UTF_8);

          assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(text);
        });
  }

  @Test
  void givenBytes_whenOneBitIsFlipped_thenExactlyOneDiffers() {
    var seeded = new Seeded(3);
    var before = seeded.bytesOfLength(64);

    var after = seeded.withFlippedBit(before);

    int bits =
        IntStream.range(0, 64).map(i -> Integer.bitCount((before[i] ^ after[i]) & 0xff)).sum();
    assertThat(bits).isEqualTo(1);
  }

  @Test
  void givenList_whenShuffled_thenHoldsTheSame() {
    var values = IntStream.range(0, 50).boxed().toList();

    assertThat(new Seeded(9).shuffled(values))
        .containsExactlyInAnyOrderElementsOf(values)
        .isNotEqualTo(values);
  }

  @Test
  void givenNoWish_whenChoosingSeeds_thenTheyFollowFromTheName() {
    var first = Seeds.of("a", 3, Optional.empty()).stream().map(Seeded::seed).toList();

    assertThat(Seeds.of("a", 3, Optional.empty())).extracting(Seeded::seed).isEqualTo(first);
    assertThat(Seeds.of("b", 3, Optional.empty())).extracting(Seeded::seed).isNotEqualTo(first);
    assertThat(Seeds.of("a", 3, Optional.of("fresh"))).extracting(Seeded::seed).isNotEqualTo(first);
  }

  @Test
  void givenOneSeed_whenChoosingSeeds_thenOnlyThat() {
    assertThat(Seeds.of("a", 3, Optional.of("-12@5")))
        .extracting(Seeded::toString)
        .containsExactly("seed -12@5");
    assertThat(Seeds.of("a", 3, Optional.of("12")))
        .extracting(Seeded::toString)
        .containsExactly("seed 12");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Seeds.of("a", 3, Optional.of("dozen")))
        .withMessageContaining("must be a number");
  }
}
