package dev.sluice.patch.body;

import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.patch.coding.BitCoder;
import dev.sluice.patch.coding.NumberModel;
import dev.sluice.patch.view.Pieces;
import dev.sluice.patch.wire.PatchLengths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Codes the runs of executables.
///
/// The old and the new one are mostly cut alike, so that the runs of one are coded by how they
/// differ from those of the other.
public final class PiecesCodec {
  private static final int COUNTS = 0;
  private static final int LENGTHS = 1;
  private static final int HOLES = 2;
  private static final int GAPS = 3;
  private static final int TAILS = 4;
  private static final int SIGNS = 5;
  private static final int SIDES = 10;
  private static final Pieces.Run NOTHING = new Pieces.Run(0, 0, 0);

  private final BitCoder coder;
  private final NumberModel numbers = new NumberModel(2 * SIDES);
  private int runsLeft = ExecutablePair.MAX_RUNS;

  public PiecesCodec(BitCoder coder) {
    this.coder = coder;
  }

  /// Codes the runs of the new one; `pieces` is without meaning when decoding.
  ///
  /// @param start where they begin in the view
  /// @param length of the file
  public Pieces code(Pieces pieces, long start, long length)
      throws IOException, MalformedPatchException {
    return new Side(0, pieces, List.of()).code(start, length);
  }

  /// Codes those of the old one likewise.
  ///
  /// @param like the new one's
  public Pieces code(Pieces pieces, long start, long length, Pieces like)
      throws IOException, MalformedPatchException {
    return new Side(SIDES, pieces, like.runs()).code(start, length);
  }

  /// Takes note of two executables that stand in one run each, which is not said.
  public void passWhole() throws MalformedPatchException {
    take(2);
  }

  private void take(int runs) throws MalformedPatchException {
    if (runs > runsLeft) {
      throw MalformedPatchException.corrupt(
          0, "executables of at most %d runs in a section".formatted(ExecutablePair.MAX_RUNS));
    }
    runsLeft -= runs;
  }

  private final class Side {
    private final int contexts;
    private final List<Pieces.Run> runs;
    private final List<Pieces.Run> others;

    private Side(int contexts, Pieces pieces, List<Pieces.Run> others) {
      this.contexts = contexts;
      this.runs = pieces.runs();
      this.others = others;
    }

    private Pieces code(long start, long length) throws IOException, MalformedPatchException {
      int count = codeCount();
      var coded = new ArrayList<Pieces.Run>();
      var before = new Pieces.Run(start, 0, 0);
      for (int i = 0; i < count; i++) {
        var run = codePlace(i, before);
        long bytes = i + 1 < count ? codeLength(i) : codeTail(length - run.offset());
        before = new Pieces.Run(run.start(), run.offset(), bytes);
        coded.add(before);
      }
      try {
        return Pieces.of(length, coded);
      } catch (IllegalArgumentException e) {
        throw MalformedPatchException.corrupt(0, "runs of executables: " + e.getMessage());
      }
    }

    private int codeCount() throws IOException, MalformedPatchException {
      long more = code(COUNTS, runs.size() - 1L, others.isEmpty() ? 0 : others.size() - 1L);
      int count = more < 0 || more >= ExecutablePair.MAX_RUNS ? Integer.MAX_VALUE : (int) more + 1;
      take(count);
      return count;
    }

    /// Where the run stands; its length is not known yet.
    private Pieces.Run codePlace(int index, Pieces.Run before)
        throws IOException, MalformedPatchException {
      if (index == 0) {
        return before;
      }
      long hole = code(HOLES, hole(runs, index), hole(others, index));
      long gap = code(GAPS, gap(runs, index), gap(others, index));
      return new Pieces.Run(
          add(before.end(), gap), add(before.offset() + before.length(), hole), 0);
    }

    private long codeLength(int index) throws IOException, MalformedPatchException {
      return add(0, code(LENGTHS, at(runs, index).length(), at(others, index).length()));
    }

    private long codeTail(long most) throws IOException, MalformedPatchException {
      long tail = runs.isEmpty() ? 0 : most - runs.getLast().length();
      return add(most, -add(0, code(TAILS, tail, 0)));
    }

    /// Codes a number by its distance from another.
    private long code(int context, long value, long other)
        throws IOException, MalformedPatchException {
      long size = numbers.code(coder, contexts + context, Math.abs(value - other));
      long isLess =
          size == 0 ? 0 : numbers.code(coder, contexts + SIGNS + context, value < other ? 1 : 0);
      return isLess == 0 ? other + size : other - size;
    }
  }

  private static Pieces.Run at(List<Pieces.Run> runs, int index) {
    return index < runs.size() ? runs.get(index) : NOTHING;
  }

  private static long hole(List<Pieces.Run> runs, int index) {
    return index < runs.size()
        ? runs.get(index).offset() - runs.get(index - 1).offset() - runs.get(index - 1).length()
        : 0;
  }

  private static long gap(List<Pieces.Run> runs, int index) {
    return index < runs.size() ? runs.get(index).start() - runs.get(index - 1).end() : 0;
  }

  private static long add(long a, long b) throws MalformedPatchException {
    if (b > PatchLengths.MAX_LENGTH - a || a + b < 0) {
      throw MalformedPatchException.corrupt(0, "lengths of at most " + PatchLengths.MAX_LENGTH);
    }
    return a + b;
  }
}
