package dev.sluice.diff.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.diff.coding.BitEncoder;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.patch.body.ExecutablePair;
import dev.sluice.patch.body.PiecesCodec;
import dev.sluice.patch.coding.BitDecoder;
import dev.sluice.patch.view.Pieces;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesCodecTest {
  private static final Pieces ANY = Pieces.of(0, 1);

  private static BitDecoder decoder(byte[] code) throws IOException, MalformedPatchException {
    var at = new int[1];
    return new BitDecoder(() -> at[0] < code.length ? code[at[0]++] & 0xff : 0);
  }

  private static byte[] encoded(List<Pieces> news, List<Pieces> olds)
      throws IOException, MalformedPatchException {
    var encoder = new BitEncoder();
    var codec = new PiecesCodec(encoder);
    for (int i = 0; i < news.size(); i++) {
      var neu = news.get(i);
      var old = olds.get(i);
      var _ = codec.code(neu, neu.start(), neu.lengthBytes());
      var _ = codec.code(old, old.start(), old.lengthBytes(), neu);
    }
    return encoder.finish();
  }

  @Test
  void givenAnyRuns_whenCoded_thenDecodeTheSame() {
    Property.check(
        "runs",
        200,
        seed -> {
          var news = new ArrayList<Pieces>();
          var olds = new ArrayList<Pieces>();
          for (int i = seed.nextInt(4); i >= 0; i--) {
            news.add(pieces(seed));
            olds.add(seed.nextBoolean() ? news.getLast() : pieces(seed));
          }

          var codec = new PiecesCodec(decoder(encoded(news, olds)));

          for (int i = 0; i < news.size(); i++) {
            var neu = codec.code(ANY, news.get(i).start(), news.get(i).lengthBytes());
            var old = codec.code(ANY, olds.get(i).start(), olds.get(i).lengthBytes(), neu);
            assertThat(neu.runs()).isEqualTo(news.get(i).runs());
            assertThat(old.runs()).isEqualTo(olds.get(i).runs());
          }
        });
  }

  private static Pieces pieces(Seeded seed) {
    var runs = new ArrayList<Pieces.Run>();
    long start = seed.nextInt(1 << 30);
    long offset = 0;
    for (int i = seed.nextInt(20); i >= 0; i--) {
      var run = new Pieces.Run(start, offset, Pieces.MIN_RUN_BYTES * (1L + seed.nextInt(50)));
      runs.add(run);
      start = run.end() + seed.nextInt(3) * 1024L;
      offset += run.length() + seed.nextInt(3) * 4096L;
    }
    long end = runs.getLast().offset() + runs.getLast().length();
    return Pieces.of(end + (seed.nextBoolean() ? 0 : seed.nextInt(5000)), runs);
  }

  @Test
  void givenTwoThatAreCutAlike_whenCoded_thenTheSecondCostsNextToNothing() throws Exception {
    var pieces = pieces(new Seeded(5));
    var other = pieces(new Seeded(6));

    int alike = encoded(List.of(pieces), List.of(pieces)).length;
    int unlike = encoded(List.of(pieces), List.of(other)).length;

    assertThat(alike).isLessThan(2 * unlike / 3);
  }

  @Test
  void givenMoreRunsThanASectionMayHave_whenDecoded_thenIsRefused() throws Exception {
    var runs = new ArrayList<Pieces.Run>();
    for (int i = 0; i < ExecutablePair.MAX_RUNS / 2; i++) {
      runs.add(new Pieces.Run(3000L * i, 2000L * i, 1000));
    }
    var pieces = Pieces.of(2000L * runs.size(), runs);

    assertThat(encoded(List.of(pieces), List.of(pieces))).isNotEmpty();
    assertThatThrownBy(() -> encoded(List.of(pieces, ANY), List.of(pieces, ANY)))
        .isInstanceOf(MalformedPatchException.class)
        .hasMessageContaining("executables of at most 4096 runs");
  }

  @Test
  void givenMoreWholeExecutablesThanASectionMayHave_whenPassed_thenAreRefused() throws Exception {
    var codec = new PiecesCodec(new BitEncoder());
    for (int i = 0; i < ExecutablePair.MAX_PAIRS; i++) {
      codec.passWhole();
    }

    assertThatThrownBy(codec::passWhole)
        .isInstanceOf(MalformedPatchException.class)
        .hasMessageContaining("executables of at most 4096 runs");
  }

  @Test
  void givenAnyBits_whenDecoded_thenGiveRunsOrARefusal() {
    Property.check(
        "hostile runs",
        500,
        seed -> {
          var bytes = new byte[seed.nextInt(60)];
          seed.nextBytes(bytes);
          var codec = new PiecesCodec(decoder(bytes));
          try {
            var neu = codec.code(ANY, seed.nextInt(1000), 1 + seed.nextInt(1 << 20));
            var old = codec.code(ANY, seed.nextInt(1000), 1 + seed.nextInt(1 << 20), neu);
            assertThat(neu.size() + old.size()).isLessThanOrEqualTo(ExecutablePair.MAX_RUNS);
          } catch (MalformedPatchException e) {
            assertThat(e).hasMessageContaining("of");
          }
        });
  }
}
