package dev.sluice.diff.executable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.executable.ExecutableModel;
import dev.sluice.formats.executable.Layout;
import dev.sluice.formats.executable.Range;
import dev.sluice.formats.samples.SyntheticElf;
import dev.sluice.testkit.Property;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutWriterTest {
  private static ExecutableModel model(String... names) throws IOException {
    var functions =
        Arrays.stream(names).map(name -> new SyntheticElf.Function(name, names[0])).toList();
    return new SyntheticElf(false, functions).model();
  }

  @Test
  void givenBytesCutShort_whenRead_thenRefuses() throws IOException {
    var old = model("a", "b");
    var bytes = LayoutWriter.write(old, old);

    for (int length = 0; length < bytes.length; length++) {
      var cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Layout.parse(old, cut)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void givenAnyBytes_whenRead_thenReadsOrRefuses() throws IOException {
    var old = model("a", "b");

    Property.check(
        "layouts from any bytes",
        500,
        seed -> {
          var bytes = seed.bytes(60);
          try {
            assertThat(Layout.parse(old, bytes)).isNotNull();
          } catch (IllegalArgumentException refusal) {
            assertThat(refusal).hasMessageContaining("must");
          }
        });
  }

  @Test
  void givenSectionsThatMoved_whenCompared_thenKnowsWhereTheyAre() throws IOException {
    var old = model("a", "b");
    var neu = model("a", "b", "c");

    var bytes = LayoutWriter.write(old, neu);

    assertThat(bytes).hasSizeLessThan(60);
    var layout = Layout.parse(old, bytes);
    var moved = List.of(0, 1, 2, 3).stream().map(layout::rangeAddress).toList();
    assertThat(moved).isEqualTo(neu.ranges().stream().map(Range::address).toList());
    for (var range : neu.stored()) {
      if (range.isLoaded()) {
        assertThat(layout.address(range.offset())).isEqualTo(range.address());
      }
    }
  }
}
