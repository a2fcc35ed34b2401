package dev.sluice.delta;

import dev.sluice.delta.format.PatchStream;
import dev.sluice.delta.format.ScriptEncoder;
import dev.sluice.delta.match.Matcher;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.digest.Digester;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/// Makes patches.
///
/// The base is indexed by a suffix array off the heap, approximate matches are found as bsdiff
/// finds them, and zip or jar files are compared by their contents where these can be compressed
/// again to exactly the same bytes, which is tried here for every entry.
public final class Differ {
  private static final long DIGEST_STEP_BYTES = 1 << 20;

  private Differ() {}

  /// Writes the patch that makes `neu` from `old`.
  ///
  /// The same input gives the same patch. An empty `old` gives a compressed full artifact.
  ///
  /// @param old the base, best a mapped file; read only, also by threads of the executor
  /// @param neu the result, likewise
  /// @param patch receives the patch; not closed
  public static DiffResult diff(
      MemorySegment old, MemorySegment neu, OutputStream patch, DiffOptions options)
      throws IOException {
    try (var arena = Arena.ofShared()) {
      var views = Views.of(old, neu, options.maxMemoryBytes(), arena);
      var header = new Draft(views, digest(old), old.byteSize(), digest(neu), neu.byteSize());
      return write(header, patch, options);
    }
  }

  private static DiffResult write(Draft draft, OutputStream patch, DiffOptions options)
      throws IOException {
    var views = draft.views();
    long taken = Math.min(views.bytes(), options.maxMemoryBytes() / 2);
    var script =
        Matcher.match(views.old(), views.neu(), options.maxMemoryBytes() - taken, views.minGain());
    var encoder = ScriptEncoder.encode(script, views.old(), views.neu(), options.executor());
    var header = draft.header(encoder);
    var output = new CountingOutput(patch);
    header.write(output);
    encoder.writeBlocks(output);
    output.flush();
    return new DiffResult(
        output.count(),
        header.memoryBytes(),
        header.scratchBytes(),
        header.base(),
        header.result());
  }

  private static Digest digest(MemorySegment segment) {
    var digester = new Digester();
    for (long at = 0; at < segment.byteSize(); at += DIGEST_STEP_BYTES) {
      long count = Math.min(DIGEST_STEP_BYTES, segment.byteSize() - at);
      digester.update(segment.asSlice(at, count).asByteBuffer());
    }
    return digester.digest();
  }

  /// A header as far as it is known before the blocks are made.
  private record Draft(Views views, Digest base, long baseBytes, Digest result, long resultBytes) {
    PatchHeader header(ScriptEncoder encoder) {
      boolean isPlain = views.container() == PatchHeader.Container.PLAIN;
      List<Integer> windowBits =
          Arrays.stream(PatchStream.values()).map(encoder::windowBits).toList();
      return new PatchHeader(
          views.container(),
          base,
          baseBytes,
          result,
          resultBytes,
          views.neu().byteSize(),
          isPlain ? 0 : views.old().byteSize(),
          windowBits,
          encoder.maxBlockBytes(),
          views.level(),
          views.streamRuns());
    }
  }
}
