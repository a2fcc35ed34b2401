package dev.sluice.diff.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.stream.Analysis;
import dev.sluice.formats.deflate.DeflateEngine;
import dev.sluice.formats.deflate.DeflateRebuilder;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.formats.stream.StreamRebuilder;
import dev.sluice.testkit.Seeded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.zip.Deflater;

/// Contents and streams for tests.
final class DeflateSamples {
  private DeflateSamples() {}

  /// Contents with repetitions near and far, in which short and long matches compete.
  static byte[] mixed(Seeded seed, int limit) {
    return mixedOfLength(seed, seed.size(limit));
  }

  static byte[] mixedOfLength(Seeded seed, int length) {
    var bytes = Arrays.copyOf(seed.bytesOfLength(Math.min(length, 200)), length);
    for (int at = Math.min(length, 200); at < length; ) {
      int count = Math.min(length - at, 1 + seed.nextInt(seed.chance(0.1) ? 600 : 12));
      if (seed.chance(0.7)) {
        int back = 1 + seed.nextInt(seed.chance(0.5) ? Math.min(at, 300) : at);
        for (int i = 0; i < count; i++) {
          bytes[at + i] = bytes[at + i - back];
        }
      } else {
        int symbols = 1 + seed.nextInt(256);
        for (int i = 0; i < count; i++) {
          bytes[at + i] = (byte) seed.nextInt(symbols);
        }
      }
      at += count;
    }
    return bytes;
  }

  static byte[] deflate(byte[] contents, int level, int strategy) {
    try (var deflater = new Deflater(level, true)) {
      deflater.setStrategy(strategy);
      deflater.setInput(contents);
      deflater.finish();
      var stream = new ByteArrayOutputStream();
      drainAll(deflater, stream);
      return stream.toByteArray();
    }
  }

  /// Flushes after every `pieceBytes`.
  static byte[] deflateInPieces(byte[] contents, int level, int flush, int pieceBytes) {
    try (var deflater = new Deflater(level, true)) {
      var stream = new ByteArrayOutputStream();
      for (int at = 0; at < contents.length; at += pieceBytes) {
        deflater.setInput(contents, at, Math.min(pieceBytes, contents.length - at));
        drain(deflater, flush, stream);
      }
      deflater.finish();
      drainAll(deflater, stream);
      return stream.toByteArray();
    }
  }

  private static void drainAll(Deflater deflater, ByteArrayOutputStream target) {
    while (!deflater.finished()) {
      drain(deflater, Deflater.NO_FLUSH, target);
    }
  }

  private static void drain(Deflater deflater, int flush, ByteArrayOutputStream target) {
    var buffer = new byte[1 << 16];
    int count;
    do {
      count = deflater.deflate(buffer, 0, buffer.length, flush);
      target.write(buffer, 0, count);
    } while (count == buffer.length);
  }

  static Analysis analyze(byte[] stream) {
    return analyze(new DeflateAnalysis(DeflateLimits.DEFAULT, Feature.ALL), stream);
  }

  /// Takes any recipe.
  static Analysis analyzeAtAnyCost(byte[] stream) {
    var limits = new DeflateLimits(Long.MAX_VALUE, 1, Integer.MAX_VALUE);
    return analyze(new DeflateAnalysis(limits, Feature.ALL), stream);
  }

  /// Looks at a stream that fills an array; what it holds must come out if it is found, only then.
  static Analysis analyze(DeflateAnalysis analysis, byte[] stream) {
    var contents = new ByteArrayOutputStream();
    try {
      var result = analysis.analyze(MemorySegment.ofArray(stream), 0, contents::write);
      long expected = result instanceof Analysis.Found found ? found.contentsBytes() : 0;
      assertThat(contents.size()).isEqualTo((int) expected);
      return result;
    } catch (IOException | MalformedPatchException e) {
      throw new IllegalStateException("memory takes all contents", e);
    }
  }

  static byte[] contents(byte[] stream, long end) throws IOException, MalformedPatchException {
    var contents = new ByteArrayOutputStream();
    DeflateContents.write(MemorySegment.ofArray(stream), 0, end, contents::write);
    return contents.toByteArray();
  }

  /// Rebuilds, with the contents cut into pieces of up to `maxPieceBytes`.
  static byte[] rebuild(Recipe recipe, byte[] contents, Seeded seed, int maxPieceBytes)
      throws IOException, MalformedPatchException {
    var stream = new ByteArrayOutputStream();
    try (StreamRebuilder rebuilder =
        DeflateRebuilder.open(recipe.reader(), stream::write, DeflateEngine.none())) {
      for (int at = 0; at < contents.length; ) {
        int count = Math.min(contents.length - at, seed.nextInt(maxPieceBytes + 1));
        rebuilder.accept(contents, at, count);
        at += count;
      }
      rebuilder.finish();
    }
    return stream.toByteArray();
  }
}
