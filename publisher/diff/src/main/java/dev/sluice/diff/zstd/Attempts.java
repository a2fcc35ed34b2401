package dev.sluice.diff.zstd;

import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.stream.SegmentInput;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.formats.zstd.Encoder;
import dev.sluice.formats.zstd.Libzstd;
import dev.sluice.formats.zstd.Mode;
import dev.sluice.formats.zstd.Parameters;
import dev.sluice.formats.zstd.ZstdExpander;
import dev.sluice.formats.zstd.ZstdFrame;
import dev.sluice.formats.zstd.ZstdRebuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tries how one frame may have been made.
final class Attempts {
  /// A recipe may take 1 / this of the frame, and so many bytes in any case: as for deflate.
  private static final int RECIPE_SHARE = 16;

  private static final int LEAST_RECIPE_BYTES = 32;

  /// Contents on which guesses are tried; shorter ones are tried whole. Workers take as much at a
  /// time.
  private static final int SAMPLE_BYTES = 1 << 19;

  /// Contents that other formats compress at once.
  private static final int USUAL_BLOCK_BYTES = 1 << 20;

  private static final int MAX_SURVIVORS = 2;

  private final Blocks blocks;
  private final MemorySegment file;
  private final long start;
  private final long bytes;
  private final ZstdFrame frame;
  private final long maxMemoryBytes;
  private final Budget budget;
  private final Set<Feature> features;
  private final boolean endsEmpty;
  private final List<Survivor> partial = new ArrayList<>();
  private long contentsBytes;
  private byte[] sample = new byte[0];

  /// @param isExact whether the encoder made all of the frame
  record Success(Guess guess, Analysis.Found found, boolean isExact) {}

  private record Survivor(Guess guess, long agreeing) {}

  Attempts(Blocks blocks, long maxMemoryBytes, Budget budget, Set<Feature> features) {
    this.features = features;
    this.blocks = blocks;
    this.file = blocks.file();
    this.start = blocks.start();
    this.bytes = blocks.lengthBytes();
    this.frame = blocks.frame();
    this.maxMemoryBytes = maxMemoryBytes;
    this.budget = budget;
    this.endsEmpty = blocks.endsEmpty();
  }

  /// Whether the frame can be taken apart, and might be libzstd's.
  boolean isReadable(long maxContentsBytes) throws IOException {
    boolean hasUsualWindow = frame.isSingleSegment() || Guess.windowLog(frame).isPresent();
    if (frame.needsDictionary() || !hasUsualWindow || frame.contentsBytes() > maxContentsBytes) {
      return false;
    }
    try {
      contentsBytes = expand((_, _, count) -> count(count, maxContentsBytes));
      budget.add(contentsBytes);
      return contentsBytes > 0;
    } catch (MalformedPatchException _) {
      return false;
    }
  }

  private void count(int count, long maxContentsBytes) throws MalformedPatchException {
    contentsBytes += count;
    if (contentsBytes > maxContentsBytes) {
      throw MalformedPatchException.corrupt(0, "a frame of at most " + maxContentsBytes);
    }
  }

  /// Writes the contents.
  ///
  /// @return how many there are
  long expand(ByteSink contents) throws IOException, MalformedPatchException {
    return ZstdExpander.expand(new SegmentInput(file, start), bytes, maxMemoryBytes, contents);
  }

  /// Tries what worked last, and if that does not do, everything.
  Optional<Success> run(Optional<Guess> last) {
    var found = last.flatMap(this::attempt);
    int most = features.contains(Feature.OTHER_LIBZSTD) ? Libzstd.all().size() : 1;
    for (var library : Libzstd.all().stream().limit(most).toList()) {
      if (found.isEmpty() || (!found.get().isExact() && found.get().guess().library() == library)) {
        found = best(library, found);
      }
    }
    return found.isPresent() ? found : attemptPartial();
  }

  /// The guess of a library that needs the fewest corrections.
  private Optional<Success> best(Libzstd library, Optional<Success> before) {
    var best = before;
    for (var guess : Guess.all(library, frame, contentsBytes)) {
      for (var likely : likely(guess)) {
        var success = budget.isLeft() ? attempt(likely) : Optional.<Success>empty();
        if (success.isPresent() && success.get().isExact()) {
          return success;
        }
        best = shorter(best, success);
      }
    }
    return best;
  }

  /// Those that made some of the sample, if none made all of it.
  private Optional<Success> attemptPartial() {
    partial.sort(Comparator.comparingLong(Survivor::agreeing).reversed());
    Optional<Success> best = Optional.empty();
    for (var survivor : partial.subList(0, Math.min(MAX_SURVIVORS, partial.size()))) {
      for (var guess : inModes(survivor.guess())) {
        if (budget.isLeft()) {
          best = shorter(best, attempt(guess));
        }
      }
    }
    return best;
  }

  private static Optional<Success> shorter(Optional<Success> one, Optional<Success> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    int length = one.get().found().recipe().lengthBytes();
    return other.get().found().recipe().lengthBytes() < length ? other : one;
  }

  /// In the order in which they are worth a try.
  private List<Mode> modes(Guess guess) {
    boolean isPledged = frame.contentsBytes() >= 0;
    if (contentsBytes <= Parameters.BLOCK_BYTES) {
      return isPledged
          ? List.of(Mode.ONE_SHOT)
          : List.of(Mode.STREAMED, Mode.ONE_SHOT, Mode.WORKER);
    }
    if (guess.worksInPlace() && contentsBytes <= jobLength(guess)) {
      return List.of(Mode.IN_PLACE, Mode.STREAMED);
    }
    var atOnce = guess.worksInPlace() ? Mode.IN_PLACE : Mode.ONE_SHOT;
    return isPledged && contentsBytes <= USUAL_BLOCK_BYTES
        ? List.of(atOnce, Mode.WORKER, Mode.STREAMED)
        : List.of(Mode.WORKER, Mode.STREAMED, atOnce);
  }

  private long jobLength(Guess guess) {
    return guess.recipe(frame, contentsBytes, endsEmpty).jobLength();
  }

  /// In which modes a guess is worth a try on all of the contents.
  private List<Guess> likely(Guess guess) {
    var inModes = inModes(guess);
    if (contentsBytes <= SAMPLE_BYTES || inModes.isEmpty() || !budget.isLeft()) {
      return inModes;
    }
    var agreement = agreement(guess);
    if (agreement.isWhole() && !guess.splits()) {
      return inModes;
    }
    if (agreement.agreeing() < firstBlockEnd()) {
      return List.of();
    }
    partial.add(new Survivor(guess, agreement.agreeing()));
    return guess.splits() ? inModes.stream().filter(this::makesSample).toList() : List.of();
  }

  private boolean makesSample(Guess guess) {
    return switch (guess.mode()) {
      case STREAMED, WORKER -> agreement(guess).isWhole();
      case ONE_SHOT, IN_PLACE -> false; // it makes nothing before it has everything
    };
  }

  /// Those that a device has the memory for.
  private List<Guess> inModes(Guess guess) {
    return modes(guess).stream()
        .map(guess::withMode)
        .filter(
            other ->
                ZstdRebuilder.memoryBytes(other.recipe(frame, contentsBytes, endsEmpty))
                    <= maxMemoryBytes)
        .toList();
  }

  private long firstBlockEnd() {
    return blocks.next(blocks.next(start)) - start;
  }

  private byte[] sample() {
    var kept = new ByteArrayOutputStream();
    try {
      long _ =
          expand(
              (contents, offset, count) -> {
                kept.write(contents, offset, Math.min(count, SAMPLE_BYTES - kept.size()));
                if (kept.size() == SAMPLE_BYTES) {
                  throw new IOException("the sample is full");
                }
              });
    } catch (IOException | MalformedPatchException _) {
      return kept.toByteArray(); // it has been read before, so that nothing else can be wrong
    }
    return kept.toByteArray();
  }

  private Agreement agreement(Guess guess) {
    var recipe = guess.recipe(frame, contentsBytes, endsEmpty);
    var agreement = new Agreement(file, start);
    if (sample.length == 0) {
      sample = sample();
    }
    try (var encoder = new Encoder(guess.library(), recipe, agreement)) {
      encoder.accept(sample, 0, sample.length);
      encoder.flush();
      agreement.finish();
    } catch (IOException | MalformedPatchException _) {
      // it made something else, or knows no such parameters
    }
    long encoded = Math.min(sample.length, Parameters.BLOCK_BYTES + agreement.agreeing());
    budget.spend(Guess.cost(recipe, encoded));
    return agreement;
  }

  private Optional<Success> attempt(Guess guess) {
    var recipe = guess.recipe(frame, contentsBytes, endsEmpty);
    long memoryBytes = ZstdRebuilder.memoryBytes(recipe);
    if (memoryBytes > maxMemoryBytes) {
      return Optional.empty();
    }
    long maxRecipeBytes = Math.max(LEAST_RECIPE_BYTES, bytes / RECIPE_SHARE);
    var corrections = new CorrectionWriter(blocks, maxRecipeBytes);
    var made = new ByteArrayOutputStream();
    var passed = new long[1];
    try (var encoder = new Encoder(guess.library(), recipe, corrections)) {
      long _ =
          expand(
              (contents, offset, count) -> {
                passed[0] += count;
                encoder.accept(contents, offset, count);
              });
      encoder.finish();
      recipe.write(made);
      corrections.finish(made);
    } catch (IOException | MalformedPatchException _) {
      budget.spend(Guess.cost(recipe, passed[0]));
      return Optional.empty(); // it made something else, or knows no such parameters
    }
    if (!corrections.isEmpty() && !features.contains(Feature.ZSTD_CORRECTIONS)) {
      return Optional.empty();
    }
    var found =
        new Analysis.Found(
            bytes,
            contentsBytes,
            new Recipe(made.toByteArray()),
            Math.max(memoryBytes, ZstdExpander.memoryBytes(frame)));
    return Optional.of(new Success(guess, found, corrections.isEmpty()));
  }
}
