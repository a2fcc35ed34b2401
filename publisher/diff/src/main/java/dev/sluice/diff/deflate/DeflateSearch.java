package dev.sluice.diff.deflate;

import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.stream.FoundStream;
import dev.sluice.diff.stream.StreamSearch;
import dev.sluice.formats.Deflate;
import dev.sluice.formats.StreamFormat;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/// How deflate streams were made, see [DeflateAnalysis].
public final class DeflateSearch implements StreamSearch {
  private final DeflateAnalysis analysis;

  /// @param maxContentsBytes a stream that holds more is left alone
  /// @param features says which encoders are tried
  public DeflateSearch(long maxContentsBytes, Set<Feature> features) {
    analysis =
        new DeflateAnalysis(
            new DeflateLimits(
                maxContentsBytes,
                DeflateLimits.DEFAULT.recipeShare(),
                DeflateLimits.DEFAULT.leastRecipeBytes()),
            features);
  }

  @Override
  public StreamFormat format() {
    return new Deflate();
  }

  @Override
  public Feature feature() {
    return Feature.DEFLATE;
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
