package dev.sluice.formats.executable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.samples.SyntheticElf;
import dev.sluice.testkit.Property;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTest {
  private static ExecutableModel model(String... names) throws IOException {
    var functions =
        Arrays.stream(names).map(name -> new SyntheticElf.Function(name, names[0])).toList();
    return new SyntheticElf(false, functions).model();
  }

  @Test
  void givenLayout_whenWrittenAndRead_thenIsTheSame() throws IOException {
    var old = model("a", "b");
    var layout = Layout.of(old, model("a", "b", "c"));

    var bytes = layout.toBytes(old);

    assertThat(Layout.parse(old, bytes).toBytes(old)).isEqualTo(bytes);
    assertThat(bytes).hasSizeLessThan(60);
  }

  @Test
  void givenBytesCutShort_whenRead_thenRefuses() throws IOException {
    var old = model("a", "b");
    var bytes = Layout.of(old, old).toBytes(old);

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
            assertThat(Layout.parse(old, bytes).toBytes(old)).isNotEmpty();
          } catch (IllegalArgumentException refusal) {
            assertThat(refusal).hasMessageContaining("must");
          }
        });
  }

  @Test
  void givenSectionsThatMoved_whenCompared_thenKnowsWhereTheyAre() throws IOException {
    var old = model("a", "b");
    var neu = model("a", "b", "c");

    var layout = Layout.of(old, neu);

    var moved = List.of(0, 1, 2, 3).stream().map(layout::rangeAddress).toList();
    assertThat(moved).isEqualTo(neu.ranges().stream().map(Range::address).toList());
  }
}
