package dev.sluice.diff.deflate.search;

import dev.sluice.diff.deflate.search.RecipePass.Limits;
import dev.sluice.diff.deflate.search.RecipePass.Outcome;
import dev.sluice.diff.feature.Feature;
import dev.sluice.formats.deflate.encoder.Family;
import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.deflate.encoder.Strategy;
import dev.sluice.formats.deflate.recipe.SegmentKind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Guesses what made a stream, from its beginning: the profile that needs the fewest corrections.
///
/// A pass ends as soon as it costs more than the best one, so that wrong guesses are cheap.
public final class ProfileSearch {
  private static final long SAMPLE_BYTES = 1 << 17;
  private static final int SAMPLE_RECIPE_BYTES = 64;
  private static final int SAMPLE_ALLOWANCE = 2;
  private static final List<Integer> LEVELS = List.of(6, 9, 1, 8, 7, 5, 4, 3, 2);

  private final MemorySegment compressed;
  private final long start;
  private final Limits generous;
  private final Set<Feature> features;
  private final List<Guess> best = new ArrayList<>();
  private int bestBytes = Integer.MAX_VALUE;
  private boolean isBestExact;
  private SegmentKind syncKind = SegmentKind.SYNC;

  /// What may have made a stream.
  public record Guess(Profile profile, SegmentKind syncKind) {
    /// The same, but the encoder forgets at each flush what came before.
    public Guess withFullFlushes() {
      return new Guess(profile, SegmentKind.FULL);
    }
  }

  /// @param limits of passes over the whole stream
  /// @param features says which encoders are tried
  public ProfileSearch(MemorySegment compressed, long start, Limits limits, Set<Feature> features) {
    this.features = features;
    this.compressed = compressed;
    this.start = start;
    // A beginning may be worse than the whole.
    this.generous =
        new Limits(
            SAMPLE_BYTES,
            true,
            Math.max(SAMPLE_RECIPE_BYTES, limits.maxRecipeBytes()),
            Math.ceilDiv(limits.recipeShare(), SAMPLE_ALLOWANCE));
  }

  /// The guesses that explain the beginning best, all equally well; none if all are bad.
  public List<Guess> find(StreamCheck check) {
    boolean hasFlushes = check.hasFlushes();
    if (check.isEndedByFlush() && features.contains(Feature.GO_DEFLATE)) {
      attemptGo();
    }
    if (isBestExact) {
      return List.copyOf(best);
    }
    var beginning = Beginning.of(compressed, start);
    var usual = Profile.of(6).withMemoryLevel(beginning.memoryLevel());
    attemptAll(usual);
    if (!isBestExact && hasFlushes) {
      syncKind = SegmentKind.FULL;
      attemptAll(usual);
    }
    if (best.isEmpty()) {
      attemptAll(usual.withWindowBits(beginning.windowBits()));
    }
    if (!isBestExact) {
      attemptAll(usual.withStrategy(Strategy.FILTERED));
    }
    if (!best.isEmpty()) {
      var first = best.getFirst();
      if (features.contains(Feature.GNU_GZIP)) {
        attemptGnuGzip(first);
      }
      vary(first);
    }
    return List.copyOf(best);
  }

  private void attemptAll(Profile usual) {
    for (int level : LEVELS) {
      attempt(usual.withLevel(level));
    }
    if (!isBestExact) {
      attempt(usual.withLevel(0));
      attempt(usual.withStrategy(Strategy.HUFFMAN_ONLY));
      attempt(usual.withStrategy(Strategy.RUN_LENGTHS));
    }
    if (!isBestExact && features.contains(Feature.CHROMIUM_DEFLATE)) {
      attemptHashes(usual);
    }
  }

  /// Go's encoder, which leaves no doubt at the end of a stream.
  private void attemptGo() {
    var usual = Profile.of(6).withFamily(Family.GO);
    LEVELS.stream()
        .filter(level -> level > 1 || features.contains(Feature.FASTEST_GO_DEFLATE))
        .forEach(level -> attempt(usual.withLevel(level)));
    if (!isBestExact) {
      attempt(usual.withLevel(0));
      attempt(usual.withStrategy(Strategy.HUFFMAN_ONLY));
    }
  }

  private void attemptHashes(Profile usual) {
    for (int level : LEVELS) {
      var profile = usual.withLevel(level);
      attempt(
          profile.withFamily(
              level >= Profile.FIRST_LEVEL_OF_THREE
                  ? Family.CHROMIUM_CRC_OF_THREE
                  : Family.CHROMIUM_CRC_OF_FOUR));
      attempt(profile.withFamily(Family.CHROMIUM_PRODUCT_OF_FOUR));
    }
  }

  /// GNU gzip differs from zlib in its blocks, which the beginning need not show: it is one more
  /// guess even if zlib explains all.
  private void attemptGnuGzip(Guess guess) {
    syncKind = guess.syncKind;
    attempt(guess.profile.withFamily(Family.GNU_GZIP).withMemoryLevel(Profile.MAX_MEMORY_LEVEL));
  }

  /// Changes what is seldom changed.
  private void vary(Guess guess) {
    var profile = guess.profile;
    syncKind = guess.syncKind;
    for (int level = Profile.MAX_MEMORY_LEVEL; level >= 1 && !isBestExact; level--) {
      attempt(profile.withMemoryLevel(level));
    }
    for (int bits = Profile.MAX_WINDOW_BITS - 1;
        bits >= Profile.MIN_WINDOW_BITS && !isBestExact;
        bits--) {
      attempt(profile.withWindowBits(bits));
    }
    if (!isBestExact) {
      attempt(profile.withStrategy(Strategy.FIXED));
    }
  }

  private void attempt(Profile profile) {
    var guess = new Guess(profile, syncKind);
    var limits =
        best.isEmpty() ? generous : new Limits(SAMPLE_BYTES, true, bestBytes, Integer.MAX_VALUE);
    var pass = new RecipePass(compressed, start, guess.profile, guess.syncKind, limits);
    var outcome = pass.run();
    if (outcome != Outcome.COMPLETE && outcome != Outcome.SAMPLED) {
      return;
    }
    int bytes = outcome == Outcome.COMPLETE ? pass.finish().length : pass.recipeBytes();
    if (bytes < bestBytes) {
      best.clear();
      bestBytes = bytes;
      isBestExact = pass.isExact();
    }
    if (bytes == bestBytes && !best.contains(guess)) {
      best.add(guess);
    }
  }
}
