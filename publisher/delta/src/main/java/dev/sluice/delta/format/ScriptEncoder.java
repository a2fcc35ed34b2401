package dev.sluice.delta.format;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.sluice.delta.match.EditScript;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/// Codes an edit script as the blocks of a patch.
///
/// The streams are compressed independently of each other, on the executor that the caller gives,
/// and interleaved when they are written.
public final class ScriptEncoder {
  private static final PatchStream[] STREAMS = PatchStream.values();

  private final MemorySegment old;
  private final MemorySegment neu;
  private final BlockPlan plan;
  private final int[] dictionaryBytes = new int[STREAMS.length];
  private final List<StreamEncoder> encoders = new ArrayList<>();

  private ScriptEncoder(EditScript script, MemorySegment old, MemorySegment neu) {
    this.old = old;
    this.neu = neu;
    this.plan = new BlockPlan(script, old, neu);
  }

  /// Compresses all streams. Both segments must stay open as long as the encoder is used.
  public static ScriptEncoder encode(
      EditScript script, MemorySegment old, MemorySegment neu, Executor executor)
      throws IOException {
    var encoder = new ScriptEncoder(script, old, neu);
    encoder.run(executor);
    return encoder;
  }

  private void run(Executor executor) throws IOException {
    var running = new ArrayList<CompletableFuture<Void>>();
    for (var stream : STREAMS) {
      int dictionary = dictionaryFor(stream);
      var encoder = new StreamEncoder(dictionary);
      dictionaryBytes[stream.index()] = dictionary;
      encoders.add(encoder);
      running.add(CompletableFuture.runAsync(() -> fill(stream, encoder), executor));
    }
    running.forEach(CompletableFuture::join);
  }

  private int dictionaryFor(PatchStream stream) {
    long longest =
        switch (stream) {
          case COPY_LENGTHS, INSERT_LENGTHS, SEEKS -> 4L * plan.edits().size();
          case KEPT_RUNS, CHANGED_RUNS, CHANGES, INSERTIONS -> neu.byteSize();
        };
    int dictionary = 1 << 12;
    while (dictionary < longest && dictionary < stream.maxDictionaryBytes()) {
      dictionary <<= 1;
    }
    return dictionary;
  }

  private void fill(PatchStream stream, StreamEncoder encoder) {
    try {
      switch (stream) {
        case COPY_LENGTHS -> fillLengths(encoder, true);
        case INSERT_LENGTHS -> fillLengths(encoder, false);
        case SEEKS -> fillSeeks(encoder);
        case KEPT_RUNS, CHANGED_RUNS, CHANGES -> fillCorrections(encoder, stream);
        case INSERTIONS -> fillInsertions(encoder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fillLengths(StreamEncoder encoder, boolean copies) throws IOException {
    var edits = plan.edits();
    for (int block = 0, edit = 0; block < plan.blocks(); block++) {
      for (; edit < plan.blockEnd(block); edit++) {
        Varint.write(encoder, copies ? edits.copyLength(edit) : edits.insertLength(edit));
      }
      encoder.endBlock();
    }
  }

  private void fillSeeks(StreamEncoder encoder) throws IOException {
    var edits = plan.edits();
    long expected = 0;
    for (int block = 0, edit = 0; block < plan.blocks(); block++) {
      for (; edit < plan.blockEnd(block); edit++) {
        if (edits.copyLength(edit) > 0) {
          Varint.write(encoder, Varint.fold(edits.copyStart(edit) - expected));
          expected = edits.copyStart(edit) + edits.copyLength(edit);
        }
      }
      encoder.endBlock();
    }
  }

  private void fillCorrections(StreamEncoder encoder, PatchStream stream) throws IOException {
    var edits = plan.edits();
    var corrections = new CorrectionWriter(encoder, stream);
    long at = 0;
    for (int block = 0, edit = 0; block < plan.blocks(); block++) {
      for (; edit < plan.blockEnd(block); edit++) {
        long start = edits.copyStart(edit);
        long length = edits.copyLength(edit);
        for (long i = 0; i < length; i++) {
          corrections.add((neu.get(JAVA_BYTE, at + i) - old.get(JAVA_BYTE, start + i)) & 0xff);
        }
        at += length + edits.insertLength(edit);
      }
      corrections.endBlock();
      encoder.endBlock();
    }
  }

  private void fillInsertions(StreamEncoder encoder) throws IOException {
    var edits = plan.edits();
    var buffer = new byte[1 << 17];
    long at = 0;
    for (int block = 0, edit = 0; block < plan.blocks(); block++) {
      for (; edit < plan.blockEnd(block); edit++) {
        int length = Math.toIntExact(edits.insertLength(edit));
        at += edits.copyLength(edit);
        MemorySegment.copy(neu, JAVA_BYTE, at, buffer, 0, length);
        encoder.write(buffer, 0, length);
        at += length;
      }
      encoder.endBlock();
    }
  }

  /// Window of a stream's decoder, as the binary logarithm of its bytes.
  public int windowBits(PatchStream stream) {
    return Integer.numberOfTrailingZeros(dictionaryBytes[stream.index()]);
  }

  /// Length of the longest block, without its head.
  public long maxBlockBytes() {
    long max = 0;
    for (int block = 0; block < plan.blocks(); block++) {
      long length = 0;
      for (var encoder : encoders) {
        length += encoder.blockLength(block);
      }
      max = Math.max(max, length);
    }
    return max;
  }

  /// Writes the blocks, each with its head.
  public void writeBlocks(OutputStream target) throws IOException {
    var compressed = encoders.stream().map(StreamEncoder::compressed).toList();
    var offsets = new int[STREAMS.length];
    for (int block = 0; block < plan.blocks(); block++) {
      Varint.write(target, plan.blockBytes(block));
      for (var encoder : encoders) {
        Varint.write(target, encoder.blockLength(block));
      }
      for (int stream = 0; stream < STREAMS.length; stream++) {
        int length = encoders.get(stream).blockLength(block);
        target.write(compressed.get(stream), offsets[stream], length);
        offsets[stream] += length;
      }
    }
  }
}
