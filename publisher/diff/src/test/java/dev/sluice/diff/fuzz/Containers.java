package dev.sluice.diff.fuzz;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.view.PairView;
import dev.sluice.formats.deflate.DeflateEngine;
import dev.sluice.formats.samples.Fixtures;
import dev.sluice.formats.stream.ByteSource;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.patch.view.BaseView;
import dev.sluice.patch.view.FrameStack;
import dev.sluice.testkit.MemoryChannel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// What holds for every file, whatever the containers in it are like.
final class Containers {
  /// So little that xz above preset 2 stays as it is, and an execution takes milliseconds.
  private static final PairView.Limits LIMITS = new PairView.Limits(1 << 20, 24 << 20, Feature.ALL);

  private static final byte[] OTHER = Inputs.gzip();

  private Containers() {}

  /// As a result, it is made again from its view; as a base, it is taken apart as the differ did.
  static void requireSound(byte[] file) throws IOException, MalformedPatchException {
    requireRebuilt(file);
    requireExpanded(file);
  }

  private static void requireRebuilt(byte[] file) throws IOException, MalformedPatchException {
    try (var arena = Arena.ofConfined()) {
      var nothing = MemorySegment.ofArray(new byte[0]);
      var view = PairView.of(nothing, MemorySegment.ofArray(file), LIMITS, arena);
      var made = new Fixtures.Kept();
      try (var frames =
          new FrameStack(view.layout(), 0, made, view.streamMemoryBytes(), DeflateEngine.none())) {
        var bytes = view.neu().toArray(JAVA_BYTE);
        frames.write(bytes, 0, bytes.length);
        frames.finish();
      }
      assertThat(made.toByteArray()).isEqualTo(file);
    }
  }

  private static void requireExpanded(byte[] file) throws IOException, MalformedPatchException {
    try (var arena = Arena.ofConfined()) {
      var base = MemorySegment.ofArray(file);
      var view = PairView.of(base, MemorySegment.ofArray(OTHER), LIMITS, arena);
      long contentsBytes = view.old().byteSize() - file.length;
      var scratch = MemoryChannel.withRoom(contentsBytes);
      var expanded = new BaseView(ByteSource.of(base), file.length, scratch, contentsBytes);
      expanded.expand(view.layout(), view.streamMemoryBytes());
      assertThat(scratch.bytes())
          .isEqualTo(view.old().asSlice(file.length, contentsBytes).toArray(JAVA_BYTE));
    }
  }
}
