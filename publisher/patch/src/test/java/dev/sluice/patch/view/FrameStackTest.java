package dev.sluice.patch.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.Deflate;
import dev.sluice.formats.deflate.DeflateEngine;
import dev.sluice.formats.deflate.DeflateRebuilder;
import dev.sluice.formats.samples.Fixtures;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Recipe;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameStackTest {
  private static final Recipe RECIPE = new Recipe(new byte[] {0, 0, 0, 0, 0, 0, 0, 0});
  private static final byte[] VIEW = new byte[100];

  @Test
  void givenNoFrames_whenWritten_thenPassesEverything() throws Exception {
    var made = new Fixtures.Kept();
    try (var stack = new FrameStack(Layout.PLAIN, 0, made, 0, DeflateEngine.none())) {
      stack.write(VIEW, 0, 60);
      stack.write(VIEW, 60, 40);
      assertThat(stack.closeEnded()).isTrue();
      stack.finish();
    }

    assertThat(made.toByteArray()).isEqualTo(VIEW);
  }

  @Test
  void givenFrameThatTakesMoreThanDeclared_whenItOpens_thenRefuses() throws Exception {
    var layout = layout(new Frame(new Deflate(), 10, 20, RECIPE));

    try (var stack =
        new FrameStack(
            layout,
            0,
            new Fixtures.Kept(),
            DeflateRebuilder.MEMORY_BYTES - 1,
            DeflateEngine.none())) {
      assertThatThrownBy(() -> stack.write(VIEW, 0, 100))
          .isInstanceOfSatisfying(
              MalformedPatchException.class, e -> assertThat(e.rule()).contains("memory"));
    }
  }

  @Test
  void givenNestedFramesThatTogetherTakeMoreThanDeclared_whenTheyOpen_thenRefuses()
      throws Exception {
    var layout =
        layout(new Frame(new Deflate(), 10, 50, RECIPE), new Frame(new Deflate(), 20, 20, RECIPE));

    try (var stack =
        new FrameStack(
            layout,
            0,
            new Fixtures.Kept(),
            DeflateRebuilder.MEMORY_BYTES * 3L / 2,
            DeflateEngine.none())) {
      assertThatThrownBy(() -> stack.write(VIEW, 0, 100))
          .isInstanceOf(MalformedPatchException.class);
    }
  }

  @Test
  void givenFrameBeyondTheView_whenFinished_thenRefuses() throws Exception {
    var layout = layout(new Frame(new Deflate(), 200, 20, RECIPE));

    try (var stack =
        new FrameStack(layout, 0, new Fixtures.Kept(), 1 << 24, DeflateEngine.none())) {
      stack.write(VIEW, 0, 100);
      assertThatThrownBy(stack::finish).isInstanceOf(MalformedPatchException.class);
    }
  }

  @Test
  void givenCheckpointWithinAFrame_whenGoingOn_thenRefuses() {
    var layout = layout(new Frame(new Deflate(), 10, 20, RECIPE));

    assertThatThrownBy(
            () ->
                new FrameStack(layout, 11, new Fixtures.Kept(), 1 << 24, DeflateEngine.none())
                    .close())
        .isInstanceOfSatisfying(
            MalformedPatchException.class, e -> assertThat(e.rule()).contains("checkpoint"));
  }

  private static Layout layout(Frame... frames) {
    return new Layout(List.of(), List.of(frames));
  }
}
