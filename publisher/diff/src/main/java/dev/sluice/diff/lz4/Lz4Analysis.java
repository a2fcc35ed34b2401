package dev.sluice.diff.lz4;

import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.stream.SegmentInput;
import dev.sluice.formats.lz4.BlockDecoder;
import dev.sluice.formats.lz4.Contents;
import dev.sluice.formats.lz4.Level;
import dev.sluice.formats.lz4.Lz4Expander;
import dev.sluice.formats.lz4.Lz4Format;
import dev.sluice.formats.lz4.Lz4Rebuilder;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.formats.stream.Varint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Finds how a stream in the legacy frame was made.
///
/// The frame has no end marker, and other bytes may follow (in a kernel image: the contents' length
/// and a checksum). A stream ends behind a block that holds less than 8 MiB, where no block
/// follows, or with the file. It is followed block by block, each one decoded and encoded again, so
/// that a stream costs no more memory than one block.
public final class Lz4Analysis {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// In the order in which they are worth a try: kernels are made with 9.
  private static final List<Level> BY_LIKELIHOOD =
      List.of(
          Level.HIGH_9,
          Level.FAST,
          Level.HIGH_3,
          Level.HIGH_4,
          Level.HIGH_5,
          Level.HIGH_6,
          Level.HIGH_7,
          Level.HIGH_8);

  private final MemorySegment file;
  private final long start;
  private final long maxContentsBytes;
  private final ByteSink sink;

  private final Contents contents = new Contents(Lz4Format.BLOCK_BYTES);
  private final ByteArrayOutputStream lengths = new ByteArrayOutputStream();
  private List<Level> candidates = BY_LIKELIHOOD;

  private Lz4Analysis(MemorySegment file, long start, long maxContentsBytes, ByteSink sink) {
    this.file = file;
    this.start = start;
    this.maxContentsBytes = maxContentsBytes;
    this.sink = sink;
  }

  /// Looks at the bytes of `file` from `start` on.
  ///
  /// @param maxContentsBytes a stream that holds more is left alone
  /// @param contents takes what the stream holds, which is of use only if it is found
  public static Analysis analyze(
      MemorySegment file, long start, long maxContentsBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    boolean isMarked =
        start >= 0
            && start <= file.byteSize() - Integer.BYTES
            && file.get(INT, start) == Lz4Format.MAGIC;
    if (!isMarked) {
      return new Analysis.NotThisFormat();
    }
    return new Lz4Analysis(file, start, maxContentsBytes, contents).run();
  }

  private Analysis run() throws IOException, MalformedPatchException {
    long end = start + Integer.BYTES;
    long contentsBytes = 0;
    boolean goesOn = true;
    while (goesOn && isBlock(end)) {
      long blockEnd = end + Integer.BYTES + file.get(INT, end);
      contentsBytes += contents.length();
      if (contentsBytes > maxContentsBytes) {
        return new Analysis.NotReproducible("it holds more than %d bytes".formatted(contentsBytes));
      }
      if (!isReproducible(end + Integer.BYTES, blockEnd)) {
        return new Analysis.NotReproducible("no known encoder makes its block at " + end);
      }
      Varint.write(lengths, blockEnd - end - Integer.BYTES);
      sink.write(contents.bytes(), 0, contents.length());
      goesOn = contents.room() == 0;
      end = blockEnd;
    }
    if (contentsBytes == 0) {
      return new Analysis.NotThisFormat();
    }
    return new Analysis.Found(
        end - start,
        contentsBytes,
        recipe(),
        Math.max(Lz4Rebuilder.MEMORY_BYTES, Lz4Expander.MEMORY_BYTES));
  }

  /// Whether a block stands at `position`; if so, its contents are taken.
  private boolean isBlock(long position) throws IOException {
    if (position > file.byteSize() - Integer.BYTES) {
      return false;
    }
    int compressedBytes = file.get(INT, position);
    long room = file.byteSize() - position - Integer.BYTES;
    if (compressedBytes <= 0 || compressedBytes > Math.min(room, Lz4Format.MAX_COMPRESSED_BYTES)) {
      return false;
    }
    contents.clear();
    try {
      var input = new SegmentInput(file, position + Integer.BYTES);
      return new BlockDecoder(input, contents::append).decode(compressedBytes) > 0;
    } catch (MalformedPatchException e) {
      return false;
    }
  }

  /// Keeps those candidates that make the block from the contents.
  private boolean isReproducible(long blockStart, long blockEnd) throws IOException {
    var able = new ArrayList<Level>();
    var check = new LevelCheck(contents, file, blockStart, blockEnd);
    for (var level : candidates) {
      if (check.isMadeBy(level)) {
        able.add(level);
      }
    }
    candidates = able;
    return !able.isEmpty();
  }

  private Recipe recipe() {
    var recipe = new ByteArrayOutputStream();
    recipe.write(candidates.getFirst().code());
    recipe.writeBytes(lengths.toByteArray());
    return new Recipe(recipe.toByteArray());
  }
}
