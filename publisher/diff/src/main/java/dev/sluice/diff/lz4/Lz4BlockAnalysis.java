package dev.sluice.diff.lz4;

import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.stream.SegmentInput;
import dev.sluice.formats.lz4.Contents;
import dev.sluice.formats.lz4.Level;
import dev.sluice.formats.lz4.Lz4BlockRebuilder;
import dev.sluice.formats.lz4.Lz4Blocks;
import dev.sluice.formats.lz4.Lz4Expander;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.formats.stream.Varint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Finds how a bare block was made.
public final class Lz4BlockAnalysis {
  /// Squashfs images are made with the fast encoder unless asked otherwise.
  private static final List<Level> LEVELS =
      List.of(
          Level.FAST,
          Level.HIGH_9,
          Level.HIGH_3,
          Level.HIGH_4,
          Level.HIGH_5,
          Level.HIGH_6,
          Level.HIGH_7,
          Level.HIGH_8);

  private Lz4BlockAnalysis() {}

  /// Looks at the block of `compressedBytes` that `file` is said to have at `start`.
  ///
  /// @param sink takes what the block holds, if and only if it is found
  public static Analysis analyze(
      MemorySegment file, long start, long compressedBytes, ByteSink sink)
      throws IOException, MalformedPatchException {
    if (start < 0 || compressedBytes < 1 || compressedBytes > file.byteSize() - start) {
      return new Analysis.NotThisFormat();
    }
    Contents contents;
    try {
      int length = expand(file, start, compressedBytes, (_, _, _) -> {});
      contents = new Contents(length);
      int _ = expand(file, start, compressedBytes, contents::append);
    } catch (MalformedPatchException _) {
      return new Analysis.NotThisFormat();
    }
    var check = new LevelCheck(contents, file, start, start + compressedBytes);
    for (var level : LEVELS) {
      if (check.isMadeBy(level)) {
        sink.write(contents.bytes(), 0, contents.length());
        return found(level, contents.length(), compressedBytes);
      }
    }
    return new Analysis.NotReproducible("no known encoder makes it");
  }

  private static int expand(MemorySegment file, long start, long compressedBytes, ByteSink sink)
      throws IOException, MalformedPatchException {
    return Lz4Blocks.expand(new SegmentInput(file, start), compressedBytes, sink);
  }

  private static Analysis found(Level level, int contentsBytes, long compressedBytes)
      throws IOException {
    var recipe = new ByteArrayOutputStream();
    recipe.write(level.code());
    Varint.write(recipe, contentsBytes);
    return new Analysis.Found(
        compressedBytes,
        contentsBytes,
        new Recipe(recipe.toByteArray()),
        Math.max(Lz4BlockRebuilder.memoryBytes(contentsBytes), Lz4Expander.MEMORY_BYTES));
  }
}
