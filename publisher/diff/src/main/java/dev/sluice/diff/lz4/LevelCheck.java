package dev.sluice.diff.lz4;

import dev.sluice.diff.stream.ComparingSink;
import dev.sluice.formats.lz4.Contents;
import dev.sluice.formats.lz4.Level;
import dev.sluice.formats.lz4.SequenceWriter;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Whether a level makes what stands in a file.
///
/// @param start where a block begins in the file
/// @param end the first byte behind it
record LevelCheck(Contents contents, MemorySegment file, long start, long end) {
  /// Whether the level's encoder makes just these bytes of the contents.
  boolean isMadeBy(Level level) throws IOException {
    var comparison = new ComparingSink(file, start, end);
    try {
      level.encoder(contents).encode(new SequenceWriter(contents, comparison));
      return comparison.isComplete();
    } catch (ComparingSink.DifferenceException e) {
      return false;
    } catch (MalformedPatchException e) {
      throw new IllegalStateException("an encoder reads no patch", e);
    }
  }
}
