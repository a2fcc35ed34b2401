package dev.sluice.formats.zstd;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.RecipeNumbers;
import dev.sluice.formats.stream.RecipeReader;
import java.io.IOException;

/// Corrects what an encoder makes.
///
/// In a recipe: a varint of how many corrections there are; of each, as it comes, varints of the
/// bytes that pass before it, of those that are left out, and of those that stand instead, and
/// these bytes. Behind the last one everything passes.
final class CorrectedSink implements ByteSink {
  private static final long MAX_LENGTH = Long.MAX_VALUE >> 2;

  private final RecipeReader recipe;
  private final ByteSink target;
  private long correctionsLeft;
  private long passing;
  private long leftOut;
  private boolean isCorrecting;
  private long written;

  /// Reads how many corrections there are.
  CorrectedSink(RecipeReader recipe, ByteSink target) throws IOException, MalformedPatchException {
    this.recipe = recipe;
    this.target = target;
    this.correctionsLeft = RecipeNumbers.read(recipe, MAX_LENGTH, "the number of corrections");
    turn();
  }

  @Override
  public void write(byte[] bytes, int offset, int count)
      throws IOException, MalformedPatchException {
    int done = 0;
    while (done < count) {
      int rest = count - done;
      if (passing > 0 || !isCorrecting) {
        int step = isCorrecting ? (int) Math.min(rest, passing) : rest;
        target.write(bytes, offset + done, step);
        passing -= isCorrecting ? step : 0;
        done += step;
      } else {
        int step = (int) Math.min(rest, leftOut);
        leftOut -= step;
        done += step;
      }
      turn();
    }
    written += count;
  }

  /// Ends what the encoder makes.
  ///
  /// @throws MalformedPatchException if corrections are left
  void finish() throws MalformedPatchException {
    if (isCorrecting) {
      throw MalformedPatchException.corrupt(written, "corrections must lie within their frame");
    }
  }

  /// Goes on to the next correction, and to the one behind it if it is where the last one ended.
  private void turn() throws IOException, MalformedPatchException {
    while (passing == 0 && leftOut == 0 && (isCorrecting || correctionsLeft > 0)) {
      if (isCorrecting) {
        insert(RecipeNumbers.read(recipe, MAX_LENGTH, "the bytes of a correction"));
        isCorrecting = false;
      } else {
        passing = RecipeNumbers.read(recipe, MAX_LENGTH, "the bytes before a correction");
        leftOut = RecipeNumbers.read(recipe, MAX_LENGTH, "the bytes that a correction leaves out");
        correctionsLeft--;
        isCorrecting = true;
      }
    }
  }

  /// A recipe is as long as it is, so that this ends.
  private void insert(long count) throws IOException, MalformedPatchException {
    var one = new byte[1];
    for (long i = 0; i < count; i++) {
      one[0] = (byte) recipe.read();
      target.write(one, 0, 1);
    }
  }
}
