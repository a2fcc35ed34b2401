package dev.sluice.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.match.EditScript;
import dev.sluice.formats.Deflate;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.patch.body.Workspace;
import dev.sluice.patch.view.Expansion;
import dev.sluice.patch.view.Frame;
import dev.sluice.patch.view.Layout;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WorkEstimateTest {
  private static final Workspace MODELS = new Workspace(6, 6, 6, 0, false, 0, 0, 0);
  private static final int MILLION = 1_000_000;
  private static final MemorySegment VIEW = MemorySegment.ofArray(new byte[MILLION]);

  private static Duration work(byte[] old, byte[] neu) throws IOException {
    return Differ.diff(
            MemorySegment.ofArray(old),
            MemorySegment.ofArray(neu),
            OutputStream.nullOutputStream(),
            DiffOptions.DEFAULT)
        .work();
  }

  private static Duration work(Layout layout, Workspace workspace) {
    return WorkEstimate.of(MILLION, layout, new EditScript(), VIEW, 0, workspace, MILLION);
  }

  @Test
  void givenStreamsOfBaseAndResult_whenEstimated_thenEachIsWorkByItsLength() {
    var layout =
        new Layout(
            List.of(new Expansion(new Deflate(), 0, MILLION)),
            List.of(new Frame(new Deflate(), 0, 2 * MILLION, new Recipe(new byte[0]))));

    var work = work(layout, MODELS).minus(work(Layout.PLAIN, MODELS));

    assertThat(work).isEqualTo(Duration.ofMillis(30 + 2 * 40));
  }

  @Test
  void givenCodeOfADictionary_whenEstimated_thenItIsLessWorkThanThatOfModels() {
    var dictionary = work(Layout.PLAIN, Workspace.ofDictionary(16, 0, 0));

    assertThat(dictionary).isPositive().isLessThan(work(Layout.PLAIN, MODELS).dividedBy(10));
  }

  @Test
  void givenExecutables_whenEstimated_thenForetellingIsWorkByTheirLength() {
    var script = new EditScript();
    script.add(0, MILLION, 0);

    var plain = WorkEstimate.of(MILLION, Layout.PLAIN, script, VIEW, 0, MODELS, 0);
    var executable = WorkEstimate.of(MILLION, Layout.PLAIN, script, VIEW, MILLION, MODELS, 0);

    assertThat(executable.minus(plain)).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void givenInsertion_whenEstimated_thenRandomBytesAreLessWorkThanModelledOnes() {
    var bytes = new byte[1 << 20];
    var script = new EditScript();
    script.add(0, 0, bytes.length);
    var zeros = MemorySegment.ofArray(bytes.clone());
    new Random(1).nextBytes(bytes);
    var random = MemorySegment.ofArray(bytes);

    var asTheyAre = WorkEstimate.of(0, Layout.PLAIN, script, random, 0, MODELS, bytes.length);
    var modelled = WorkEstimate.of(0, Layout.PLAIN, script, zeros, 0, MODELS, 0);

    assertThat(asTheyAre).isEqualTo(Duration.ofMillis(104));
    assertThat(modelled).isEqualTo(Duration.ofMillis(629));
  }

  @Test
  void givenNewBytes_whenDiffed_thenTheyAreMoreWorkThanCopiedOnes() throws IOException {
    var bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    var others = new byte[1 << 19];
    new Random(2).nextBytes(others);

    var same = work(bytes, bytes);

    assertThat(work(others, bytes)).isGreaterThan(same.plus(same));
    assertThat(same).isPositive();
  }
}
