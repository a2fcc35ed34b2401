package dev.sluice.diff.deflate;

import dev.sluice.diff.deflate.search.ProfileSearch;
import dev.sluice.diff.deflate.search.ProfileSearch.Guess;
import dev.sluice.diff.deflate.search.RecipePass;
import dev.sluice.diff.deflate.search.RecipePass.Limits;
import dev.sluice.diff.deflate.search.RecipePass.Outcome;
import dev.sluice.diff.deflate.search.StreamCheck;
import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.stream.ComparingSink;
import dev.sluice.formats.deflate.DeflateEngine;
import dev.sluice.formats.deflate.DeflateRebuilder;
import dev.sluice.formats.deflate.PlatformZlib;
import dev.sluice.formats.deflate.recipe.Corrections;
import dev.sluice.formats.deflate.recipe.SegmentKind;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Recipe;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Finds out what made a deflate stream, and writes the recipe to make it again.
///
/// One analysis is for the streams of one file: it tries first what made the stream before, so that
/// streams which several parameters explain get the same ones; and that by the platform's zlib, if
/// it follows them, since most streams of an archive are settled so. Not for use by several
/// threads.
public final class DeflateAnalysis {
  private static final int USUAL_RECIPE_BYTES = 16;
  private static final int MAX_GUESSES = 3;

  private final DeflateLimits limits;
  private final Set<Feature> features;
  private Optional<Guess> last = Optional.empty();

  /// Starts without a guess.
  ///
  /// @param features says which encoders are tried
  public DeflateAnalysis(DeflateLimits limits, Set<Feature> features) {
    this.limits = limits;
    this.features = features;
  }

  /// A pass that came to the end of the stream.
  private record Attempt(
      Guess guess, Recipe recipe, boolean isExact, long compressedBytes, long inflatedBytes) {}

  /// Counts contents, and ends the writing when there are too many.
  private static final class Bounded implements ByteSink {
    private final ByteSink target;
    private final long maxBytes;
    private long bytes;

    Bounded(ByteSink target, long maxBytes) {
      this.target = target;
      this.maxBytes = maxBytes;
    }

    @Override
    public void write(byte[] contents, int offset, int count)
        throws IOException, MalformedPatchException {
      if (count > maxBytes - bytes) {
        throw MalformedPatchException.corrupt(bytes, "contents of at most " + maxBytes);
      }
      bytes += count;
      target.write(contents, offset, count);
    }
  }

  /// Looks at the raw deflate stream that begins at `start`; where it ends, it says itself.
  ///
  /// @param contents takes what the stream holds, if and only if it is found
  /// @throws IndexOutOfBoundsException if `start` lies beyond the segment (a bug)
  public Analysis analyze(MemorySegment compressed, long start, ByteSink contents)
      throws IOException, MalformedPatchException {
    Objects.checkIndex(start, compressed.byteSize() + 1);
    var made = last.flatMap(guess -> attemptByPlatform(compressed, start, guess));
    if (made.isPresent()) {
      return found(compressed, start, made.get(), contents);
    }
    var check = StreamCheck.of(compressed, start);
    if (!check.isDeflate()) {
      return new Analysis.NotThisFormat();
    }
    var usual = new Limits(limits.maxInflatedBytes(), false, USUAL_RECIPE_BYTES, Integer.MAX_VALUE);
    var best = last.flatMap(guess -> attempt(compressed, start, guess, usual));
    if (best.filter(Attempt::isExact).isEmpty()) {
      best = better(best, search(compressed, start, check));
    }
    if (best.isEmpty() || !isUsable(compressed, start, best.get())) {
      return new Analysis.NotReproducible("no known encoder makes it");
    }
    return found(compressed, start, best.get(), contents);
  }

  /// What the platform's zlib makes of the contents, if that is the stream.
  private Optional<Attempt> attemptByPlatform(MemorySegment compressed, long start, Guess guess) {
    var comparison = new ComparingSink(compressed, start, compressed.byteSize());
    var rebuilder = PlatformZlib.open(guess.profile(), comparison);
    if (rebuilder.isEmpty()) {
      return Optional.empty();
    }
    try (var zlib = rebuilder.get()) {
      var inflated = new Bounded(zlib::accept, limits.maxInflatedBytes());
      long end = DeflateContents.writeTo(compressed, start, compressed.byteSize(), inflated);
      zlib.finish();
      if (comparison.position() != end) {
        return Optional.empty();
      }
      var recipe = Corrections.none(guess.profile());
      return Optional.of(new Attempt(guess, recipe, true, end - start, inflated.bytes));
    } catch (MalformedPatchException | IOException _) {
      // No stream, too long a one, or another encoder's: the passes tell which.
      return Optional.empty();
    }
  }

  private Optional<Attempt> search(MemorySegment compressed, long start, StreamCheck check) {
    var generous =
        new Limits(
            limits.maxInflatedBytes(), false, limits.leastRecipeBytes(), limits.recipeShare());
    var best = Optional.<Attempt>empty();
    for (var guess : guesses(compressed, start, check, generous)) {
      best = better(best, attempt(compressed, start, guess, generous));
      if (best.filter(Attempt::isExact).isPresent()) {
        return best;
      }
    }
    return best;
  }

  /// The best guesses, and these with the other kind of flush, which the beginning need not show.
  private List<Guess> guesses(
      MemorySegment compressed, long start, StreamCheck check, Limits generous) {
    var guesses = new ProfileSearch(compressed, start, generous, features).find(check);
    return guesses.stream()
        .limit(MAX_GUESSES)
        .mapMulti(
            (Guess guess, Consumer<Guess> target) -> {
              target.accept(guess);
              if (check.hasFlushes() && guess.syncKind() == SegmentKind.SYNC) {
                target.accept(guess.withFullFlushes());
              }
            })
        .toList();
  }

  private static Optional<Attempt> better(Optional<Attempt> a, Optional<Attempt> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.or(() -> b);
    }
    return a.get().recipe.lengthBytes() <= b.get().recipe.lengthBytes() ? a : b;
  }

  private static Optional<Attempt> attempt(
      MemorySegment compressed, long start, Guess guess, Limits limits) {
    var pass = new RecipePass(compressed, start, guess.profile(), guess.syncKind(), limits);
    if (pass.run() != Outcome.COMPLETE) {
      return Optional.empty();
    }
    var recipe = new Recipe(pass.finish());
    return Optional.of(
        new Attempt(guess, recipe, pass.isExact(), pass.end() - start, pass.inflatedBytes()));
  }

  private boolean isUsable(MemorySegment compressed, long start, Attempt attempt)
      throws IOException {
    long share = attempt.compressedBytes / limits.recipeShare();
    return attempt.recipe.lengthBytes() <= Math.max(limits.leastRecipeBytes(), share)
        && isRebuilt(compressed, start, start + attempt.compressedBytes, attempt.recipe);
  }

  private static boolean isRebuilt(MemorySegment compressed, long start, long end, Recipe recipe)
      throws IOException {
    var comparison = new ComparingSink(compressed, start, end);
    try (var rebuilder = DeflateRebuilder.open(recipe.reader(), comparison, DeflateEngine.none())) {
      DeflateContents.write(compressed, start, end, rebuilder::accept);
      rebuilder.finish();
    } catch (MalformedPatchException | ComparingSink.DifferenceException _) {
      return false;
    }
    return comparison.isComplete();
  }

  private Analysis found(MemorySegment compressed, long start, Attempt attempt, ByteSink contents)
      throws IOException, MalformedPatchException {
    last = Optional.of(attempt.guess);
    DeflateContents.write(compressed, start, start + attempt.compressedBytes, contents);
    return new Analysis.Found(
        attempt.compressedBytes,
        attempt.inflatedBytes,
        attempt.recipe,
        DeflateRebuilder.MEMORY_BYTES);
  }
}
