package dev.sluice.delta;

import dev.sluice.delta.container.Pieces;
import dev.sluice.delta.executable.ExecutableModel;
import dev.sluice.delta.executable.Normaliser;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// An executable of a view.
///
/// Equal only to itself.
final class ExecutableFile {
  private final Pieces pieces;
  private final ExecutableModel model;

  ExecutableFile(Pieces pieces, ExecutableModel model) {
    this.pieces = pieces;
    this.model = model;
  }

  Pieces pieces() {
    return pieces;
  }

  /// Its model, of the file alone.
  ExecutableModel model() {
    return model;
  }

  /// Writes its pieces in normalised form.
  ///
  /// @param view as it is
  /// @param target of the same length
  void normalise(MemorySegment view, MemorySegment target) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var scratch = arena.allocate(pieces.lengthBytes());
      var result = arena.allocate(pieces.lengthBytes());
      for (var run : pieces.runs()) {
        MemorySegment.copy(view, run.start(), scratch, run.offset(), run.length());
      }
      Normaliser.normalise(model, scratch, result);
      for (var run : pieces.runs()) {
        MemorySegment.copy(result, run.offset(), target, run.start(), run.length());
      }
    }
  }
}
