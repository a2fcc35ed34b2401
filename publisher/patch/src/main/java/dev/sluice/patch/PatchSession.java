package dev.sluice.patch;

import static java.util.Objects.requireNonNull;

import dev.sluice.formats.deflate.DeflateEngine;
import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.StreamRebuilder;
import dev.sluice.patch.view.RangeInput;
import dev.sluice.patch.wire.PatchInput;
import dev.sluice.patch.wire.PatchLengths;
import dev.sluice.tuf.digest.Digest;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Applies a patch while it arrives: as much of it as there is, section by section.
///
/// It gives what [Patcher] gives, with the same checks, however the patch is cut into parts. A
/// section is decoded once all of it is there, so that nothing ever waits in the middle of one:
/// between two calls there are the patch's layout, its open streams and the digest of what was
/// made, and none of the models. For one thread at a time.
///
/// Deflate streams are made by the platform's zlib where that follows our own encoder
/// ([DeflateEngine]). The result's digest is the judge: if it does not come out although such
/// streams were made since the session was opened, all is made anew by our own encoder.
public final class PatchSession implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 15;

  /// Holds four varints, which is the most that stands before the code of a section.
  private static final int PEEK_BYTES = 40;

  private final RandomReader base;
  private final Digest computedBase;
  private final RandomReader patch;
  private final SeekableByteChannel result;
  private final PatchLimits limits;
  private final Scratch scratch;
  private final Checkpoints checkpoints;
  private DeflateEngine engine;

  private boolean isEngineUsed;
  private long available;
  private @Nullable Application application;

  /// @param engine may make deflate streams in place of ours
  public PatchSession(
      RandomReader base,
      Digest computedBase,
      RandomReader patch,
      SeekableByteChannel result,
      PatchLimits limits,
      Scratch scratch,
      Checkpoints checkpoints,
      DeflateEngine engine) {
    this.base = base;
    this.computedBase = computedBase;
    this.patch = patch;
    this.result = result;
    this.limits = limits;
    this.scratch = scratch;
    this.checkpoints = checkpoints;
    this.engine = engine;
  }

  /// How far a patch was applied.
  public sealed interface Progress {
    /// What is there was used up to the last whole section; more of the patch is needed.
    ///
    /// @param resultBytes length of the result so far, what was made before a checkpoint included
    record Waiting(long resultBytes) implements Progress {}

    /// There is more to do with what is there.
    ///
    /// @param resultBytes as above
    record Going(long resultBytes) implements Progress {}

    /// What was made is of no use: all is made anew, from the first byte of the patch.
    record Restarted(String reason) implements Progress {}

    /// It was applied or refused; the session is of no more use.
    record Ended(PatchOutcome outcome) implements Progress {}
  }

  /// Begins with a patch, or goes on with one that was cut off. Nothing is read yet.
  ///
  /// The channels stay the caller's, who closes them after the session.
  ///
  /// @param base unchanged as long as the session lives; if it is not, the result is refused
  /// @param computedBase digest of the base, which the caller has just computed
  /// @param patch of the length of the whole patch; bytes are read only as far as [#advance] says
  ///     that they are there
  /// @param result takes what follows the last checkpoint, and stands where that ends; counts only
  ///     after [PatchOutcome.Applied]
  /// @param checkpoints the last one, and who keeps those to come
  public static PatchSession open(
      RandomReader base,
      Digest computedBase,
      RandomReader patch,
      SeekableByteChannel result,
      PatchLimits limits,
      Scratch scratch,
      Checkpoints checkpoints) {
    return new PatchSession(
        base, computedBase, patch, result, limits, scratch, checkpoints, DeflateEngine.platform());
  }

  /// Goes on as far as the patch is there.
  ///
  /// @param availableBytes how much of the patch is there, from its first byte on
  /// @param stepBytes returns after the section that brings the bytes made in this call to this
  ///     number, 1 or more, so that the caller gets to do something else
  /// @throws IllegalArgumentException if there is more than the whole patch, or less than before
  /// @throws IOException if one of the caller's channels fails; only a new session helps then
  public Progress advance(long availableBytes, long stepBytes) throws IOException {
    if (availableBytes < available || availableBytes > patch.lengthBytes()) {
      throw new IllegalArgumentException(
          "of a patch of %d bytes %d were there, and now %d"
              .formatted(patch.lengthBytes(), available, availableBytes));
    }
    available = availableBytes;
    var progress = goOn(stepBytes);
    return isFaultOfEngine(progress) ? restart() : progress;
  }

  private Progress goOn(long stepBytes) throws IOException {
    try {
      if (application == null) {
        Optional<Progress> early = begin();
        if (early.isPresent()) {
          return early.get();
        }
      }
      return goOn(requireNonNull(application), stepBytes);
    } catch (MalformedPatchException e) {
      return new Progress.Ended(new PatchOutcome.Refused(PatchHeader.refusal(e)));
    }
  }

  /// Whether the patch was refused for what came out of it, and the engine had a hand in that.
  private boolean isFaultOfEngine(Progress progress) {
    return isEngineUsed
        && progress instanceof Progress.Ended(PatchOutcome.Refused(var refusal))
        && (refusal instanceof PatchRefusal.ResultMismatch
            || refusal instanceof PatchRefusal.ResultLengthMismatch
            || refusal instanceof PatchRefusal.Corrupt);
  }

  private Progress restart() throws IOException {
    close();
    application = null;
    engine = DeflateEngine.none();
    isEngineUsed = false;
    checkpoints.discard();
    result.truncate(0).position(0);
    return new Progress.Restarted("zlib as the platform has it made other bytes than ours");
  }

  /// Starts the application once the header, the layout and what a checkpoint speaks of are there.
  ///
  /// @return why it was not started
  private Optional<Progress> begin() throws IOException, MalformedPatchException {
    var input = new PatchInput(new BufferedInputStream(arriving(0), BUFFER_BYTES));
    return switch (PatchHeader.read(input)) {
      case PatchHeader.Outcome.Refused(PatchRefusal.Truncated _) when !isWhole() -> waiting();
      case PatchHeader.Outcome.Refused(var refusal) -> refused(refusal);
      case PatchHeader.Outcome.Read(var header) -> {
        var refusal = Patcher.findRefusal(header, limits, base, computedBase);
        if (refusal.isPresent()) {
          yield refused(refusal.get());
        }
        long used = checkpoints.last().map(Checkpoint::patchBytes).orElse(0L);
        if (!isCodeThere(input.offset(), 0, 1) || !isThere(used)) {
          yield waiting();
        }
        application = new Application(header, base, result, checkpoints, this::openByEngine);
        application.start(input, scratch);
        yield Optional.empty();
      }
    };
  }

  private Optional<StreamRebuilder> openByEngine(Profile profile, ByteSink output) {
    var rebuilder = engine.open(profile, output);
    isEngineUsed |= rebuilder.isPresent();
    return rebuilder;
  }

  private Optional<Progress> waiting() {
    return Optional.of(
        new Progress.Waiting(checkpoints.last().map(Checkpoint::resultBytes).orElse(0L)));
  }

  private static Optional<Progress> refused(PatchRefusal refusal) {
    return Optional.of(new Progress.Ended(new PatchOutcome.Refused(refusal)));
  }

  private Progress goOn(Application running, long stepBytes)
      throws IOException, MalformedPatchException {
    long before = running.written();
    while (running.hasSection()) {
      if (!isCodeThere(running.patchOffset(), 1, running.hasWindows() ? 4 : 2)) {
        return new Progress.Waiting(running.written());
      }
      if (running.written() - before >= stepBytes) {
        return new Progress.Going(running.written());
      }
      running.readSection();
    }
    if (running.patchOffset() < patch.lengthBytes()) {
      throw MalformedPatchException.corrupt(
          running.patchOffset(), "nothing behind the last section");
    }
    return new Progress.Ended(running.finish());
  }

  private boolean isWhole() {
    return available == patch.lengthBytes();
  }

  private boolean isThere(long end) throws MalformedPatchException {
    if (end > patch.lengthBytes()) {
      throw MalformedPatchException.truncated(patch.lengthBytes(), "the rest of a section");
    }
    return end <= available;
  }

  /// Whether all of a code is there.
  ///
  /// @param at where its numbers stand in the patch
  /// @param lengthAt which of them is the code's length, counted from 0
  /// @param numbers how many; the code stands behind the last
  private boolean isCodeThere(long at, int lengthAt, int numbers)
      throws IOException, MalformedPatchException {
    var peek = new PatchInput(new BufferedInputStream(arriving(at), PEEK_BYTES));
    long length = 0;
    try {
      for (int i = 0; i < numbers; i++) {
        long number = peek.readVarint(PatchLengths.MAX_LENGTH, "the length of a section");
        length = i == lengthAt ? number : length;
      }
    } catch (MalformedPatchException e) {
      if (e.isTruncated() && !isWhole()) {
        return false;
      }
      throw e;
    }
    return isThere(at + peek.offset() + length);
  }

  /// Ends the application, wherever it is.
  @Override
  public void close() throws IOException {
    if (application != null) {
      application.close();
    }
  }

  /// The patch as far as it is there.
  private InputStream arriving(long at) {
    return new RangeInput(this::readPatch, at, () -> available);
  }

  private int readPatch(long position, ByteBuffer target) throws IOException {
    int count = patch.read(position, target);
    if (count < 0) {
      throw new EOFException(
          "the patch must have the %d bytes that are there, ends at %d"
              .formatted(available, position));
    }
    return count;
  }
}
