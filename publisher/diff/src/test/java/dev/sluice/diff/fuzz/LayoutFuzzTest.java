package dev.sluice.diff.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.diff.body.EditedBody;
import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.match.EditScript;
import dev.sluice.diff.view.PairView;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.patch.body.BodyReader;
import dev.sluice.patch.body.Workspace;
import dev.sluice.patch.view.Layout;
import dev.sluice.patch.wire.PatchInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// The layout of a patch: what can be read is written and read again as the same.
class LayoutFuzzTest {
  private static final Workspace SMALL = new Workspace(6, 6, 6, 0, false, 1 << 14, 0, 0);

  static Stream<byte[]> layouts() {
    return Stream.of(Inputs.zip(1), Inputs.nested(), Inputs.debianPackage(), Inputs.kernel())
        .map(LayoutFuzzTest::layoutOf);
  }

  private static byte[] layoutOf(byte[] file) {
    try (var arena = Arena.ofConfined()) {
      var limits = new PairView.Limits(1 << 20, 24 << 20, Feature.ALL);
      var base = MemorySegment.ofArray(Inputs.zip(2));
      return written(PairView.of(base, MemorySegment.ofArray(file), limits, arena).layout());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @MethodSource("layouts")
  @FuzzTest
  void givenAnyBytes_whenReadAsALayout_thenIsWrittenAsTheSameOrRefused(byte[] bytes)
      throws Exception {
    Layout layout;
    try {
      layout = read(bytes);
    } catch (MalformedPatchException e) {
      assertThat(e.rule()).isNotBlank();
      return;
    }

    assertThat(read(written(layout))).isEqualTo(layout);
  }

  private static Layout read(byte[] bytes) throws IOException, MalformedPatchException {
    var input = new PatchInput(new ByteArrayInputStream(bytes));
    return new BodyReader(input, SMALL, 0).readLayout();
  }

  private static byte[] written(Layout layout) throws IOException {
    var nothing = MemorySegment.ofArray(new byte[0]);
    var bytes = new ByteArrayOutputStream();
    EditedBody.of(
            layout,
            List.of(),
            (_, _) -> new Recipe(new byte[0]),
            new EditScript(),
            nothing,
            nothing,
            1,
            1)
        .code(SMALL, Runnable::run, _ -> {})
        .write(bytes);
    return bytes.toByteArray();
  }
}
