package dev.sluice.diff.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.patch.body.Window;
import dev.sluice.patch.body.Workspace;
import dev.sluice.patch.view.Layout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/// Counts the sections that are coded.
class CodingBoundTest {
  private static final Workspace WORKSPACE = Workspace.ofDictionary(12, 0, 0);
  private static final int VIEW_BYTES = 1 << 20;

  private final AtomicInteger coded = new AtomicInteger();

  @Test
  void givenBodyThatWillBeTooLong_whenCoded_thenOnlyASampleIs() throws IOException {
    var body = body(800, i -> 100, i -> 100);

    assertThat(body.codeWithin(40_000, WORKSPACE, Runnable::run, _ -> {})).isEmpty();

    assertThat(coded).hasValue(100);
  }

  @Test
  void givenFewSections_whenCoded_thenStopsAtTheFirstThatIsTooLong() throws IOException {
    var body = body(15, i -> 100, i -> 100);

    assertThat(body.codeWithin(450, WORKSPACE, Runnable::run, _ -> {})).isEmpty();

    assertThat(coded).hasValue(5);
  }

  @Test
  void givenBodyWithinItsBound_whenCoded_thenIsTheSameAsWithoutOne() throws IOException {
    var body = body(100, i -> 100, i -> 100);
    long unbounded = body.code(WORKSPACE, Runnable::run, _ -> {}).lengthBytes();

    assertThat(body.codeWithin(10_000, WORKSPACE, Runnable::run, _ -> {}))
        .hasValueSatisfying(whole -> assertThat(whole.lengthBytes()).isEqualTo(unbounded));

    assertThat(coded).hasValue(200);
  }

  @Test
  void givenNewBytesWhereNoSampleIs_whenCoded_thenTheyAreCounted() throws IOException {
    IntUnaryOperator newBytes = i -> i < 4 ? 100_000 : 0;
    var body = body(800, newBytes, i -> newBytes.applyAsInt(i) / 4 + 100);

    assertThat(body.codeWithin(150_000, WORKSPACE, Runnable::run, _ -> {})).isEmpty();

    assertThat(coded).hasValueGreaterThan(100);
  }

  @Test
  void givenNewBytesOnlyInTheSample_whenCoded_thenTheRestIsNotTakenForNew() throws IOException {
    IntUnaryOperator newBytes = i -> i % 8 == 4 ? 100_000 : 0;
    var body = body(80, newBytes, i -> newBytes.applyAsInt(i) / 4 + 1000);

    assertThat(body.codeWithin(340_000, WORKSPACE, Runnable::run, _ -> {})).isPresent();
  }

  @Test
  void givenAnyOrderOfThreads_whenCoded_thenTheOutcomeIsTheSame() throws IOException {
    for (long max = 79_000; max < 81_000; max += 100) {
      var body = body(800, i -> 100, i -> 100);
      Executor threads = ForkJoinPool.commonPool();

      assertThat(body.codeWithin(max, WORKSPACE, threads, _ -> {}).isPresent())
          .as("%d", max)
          .isEqualTo(max >= 80_000);
    }
  }

  private PatchBody body(int count, IntUnaryOperator newBytes, IntUnaryOperator codeBytes) {
    List<PatchBody.Section> sections = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sections.add(new Counted(newBytes.applyAsInt(i), codeBytes.applyAsInt(i)));
    }
    return new PatchBody() {
      @Override
      public Layout layout() {
        return Layout.PLAIN;
      }

      @Override
      public List<Section> sections() {
        return sections;
      }
    };
  }

  private final class Counted implements PatchBody.Section {
    private final long newBytes;
    private final int codeBytes;

    private Counted(long newBytes, int codeBytes) {
      this.newBytes = newBytes;
      this.codeBytes = codeBytes;
    }

    @Override
    public long viewBytes() {
      return VIEW_BYTES;
    }

    @Override
    public long newBytes() {
      return newBytes;
    }

    @Override
    public PatchBody.Code code(Workspace workspace, LongConsumer progress) {
      var _ = coded.incrementAndGet();
      return new PatchBody.Code(Window.NONE, new byte[codeBytes]);
    }
  }
}
