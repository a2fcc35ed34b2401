package dev.sluice.diff.deflate;

import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.stream.FoundStream;
import dev.sluice.diff.stream.StreamSearch;
import dev.sluice.formats.Deflate;
import dev.sluice.formats.StreamFormat;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// How deflate streams were made, see [DeflateAnalysis].
public final class DeflateSearch implements StreamSearch {
  private final DeflateAnalysis analysis;

  /// @param maxContentsBytes a stream that holds more is left alone
  public DeflateSearch(long maxContentsBytes) {
    analysis =
        new DeflateAnalysis(
            new DeflateLimits(
                maxContentsBytes,
                DeflateLimits.DEFAULT.recipeShare(),
                DeflateLimits.DEFAULT.leastRecipeBytes()));
  }

  @Override
  public StreamFormat format() {
    return new Deflate();
  }

  @Override
  public Analysis analyze(
      MemorySegment file, FoundStream stream, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    return analysis.analyze(file, stream.start(), contents);
  }

  @Override
  public boolean hasLongRecipes() {
    return true;
  }
}
