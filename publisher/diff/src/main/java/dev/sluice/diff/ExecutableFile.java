package dev.sluice.diff;

import dev.sluice.diff.executable.Normaliser;
import dev.sluice.formats.executable.ExecutableModel;
import dev.sluice.patch.view.Pieces;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;

/// An executable of a view.
///
/// Equal only to itself.
final class ExecutableFile {
  private final Pieces pieces;
  private final ExecutableModel model;

  /// @param file that it is the beginning of
  ExecutableFile(Pieces file, ExecutableModel model) {
    this.pieces = beginning(file, model.lengthBytes());
    this.model = model;
  }

  /// The beginning of a file, as far as runs reach into it.
  ///
  /// @param count at least 1, at most its length
  static Pieces beginning(Pieces file, long count) {
    var kept = new ArrayList<Pieces.Run>();
    for (var run : file.runs()) {
      long left = count - run.offset();
      if (left > 0) {
        kept.add(new Pieces.Run(run.start(), run.offset(), Math.min(run.length(), left)));
      }
    }
    return Pieces.of(count, kept);
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
