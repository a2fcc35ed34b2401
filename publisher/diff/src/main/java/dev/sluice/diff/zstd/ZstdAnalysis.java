package dev.sluice.diff.zstd;

import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.stream.Analysis;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.Set;

/// Finds how frames were made.
///
/// What is tried first is what made the frame before. Else levels are tried on the beginning of the
/// contents, likely ones first, and those whose first block is the frame's are tried on all of
/// them; an attempt ends when it would need too many corrections. What failed attempts may cost is
/// bounded ([Budget]); then only what made the frame before is tried. For one thread.
public final class ZstdAnalysis {
  private final long maxContentsBytes;
  private final Set<Feature> features;
  private final long maxMemoryBytes;
  private final Budget budget = new Budget();
  private Optional<Guess> last = Optional.empty();

  /// @param maxContentsBytes a frame that holds more is left alone
  /// @param maxMemoryBytes a frame that needs more for rebuilding or expansion is left alone
  /// @param features says what is tried
  public ZstdAnalysis(long maxContentsBytes, long maxMemoryBytes, Set<Feature> features) {
    this.features = features;
    this.maxContentsBytes = maxContentsBytes;
    this.maxMemoryBytes = maxMemoryBytes;
  }

  /// Length of the frame at `start`, if its blocks are such; 0 if none stands there.
  public static long lengthBytes(MemorySegment file, long start) {
    return Blocks.find(file, start).map(Blocks::lengthBytes).orElse(0L);
  }

  /// Looks at the bytes of `file` from `start` on.
  ///
  /// @param contents takes what the frame holds, if and only if it is found
  public Analysis analyze(MemorySegment file, long start, ByteSink contents)
      throws IOException, MalformedPatchException {
    var blocks = Blocks.find(file, start);
    if (blocks.isEmpty()) {
      return new Analysis.NotThisFormat();
    }
    var attempts = new Attempts(blocks.get(), maxMemoryBytes, budget, features);
    if (!attempts.isReadable(maxContentsBytes)) {
      return new Analysis.NotReproducible("it does not decode within its limits");
    }
    Optional<Attempts.Success> success = attempts.run(last);
    if (success.isEmpty()) {
      return new Analysis.NotReproducible("no encoder at hand makes it within its limits");
    }
    last = Optional.of(success.orElseThrow().guess());
    long _ = attempts.expand(contents);
    return success.orElseThrow().found();
  }
}
