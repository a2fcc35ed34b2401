package dev.sluice.diff;

import dev.sluice.diff.executable.Normaliser;
import dev.sluice.formats.executable.ExecutableModel;
import dev.sluice.patch.view.Pieces;
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
  /// @param target as long as the view that the model was found in; may be that view
  void normalise(MemorySegment view, MemorySegment target) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var scratch = arena.allocate(pieces.lengthBytes());
      copyTo(scratch, view);
      if (pieces.isWhole() && !view.equals(target)) {
        Normaliser.normalise(model, scratch, target.asSlice(pieces.start(), pieces.lengthBytes()));
        return;
      }
      var result = arena.allocate(pieces.lengthBytes());
      Normaliser.normalise(model, scratch, result);
      copyFrom(result, target);
    }
  }

  /// Copies its pieces out of a view.
  void copyTo(MemorySegment file, MemorySegment view) {
    for (var run : pieces.runs()) {
      MemorySegment.copy(view, run.start(), file, run.offset(), run.length());
    }
  }

  /// Copies its pieces into a view.
  void copyFrom(MemorySegment file, MemorySegment view) {
    for (var run : pieces.runs()) {
      MemorySegment.copy(file, run.offset(), view, run.start(), run.length());
    }
  }
}
