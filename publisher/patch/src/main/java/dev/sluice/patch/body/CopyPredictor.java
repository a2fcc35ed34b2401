package dev.sluice.patch.body;

import dev.sluice.formats.executable.AddressMap;
import dev.sluice.formats.executable.ExecutableModel;
import dev.sluice.formats.executable.Layout;
import dev.sluice.formats.executable.Predictor;
import dev.sluice.formats.stream.ByteSource;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Foretells what copied bytes become: as they are, but for the addresses in executables.
///
/// Pieces of a copy come in order. There is a model for one pair of executables at a time, made
/// when a copy first leads from the old to the new one.
public final class CopyPredictor {
  private final ByteSource old;
  private final long oldLength;
  private final List<ExecutablePair> pairs;
  private final Copies copies;

  private int next;
  private int opened = -1;
  private @Nullable Predictor predictor;

  /// Bytes up to where the copy leaves the pair; 0 if it is not known to be in one.
  private long within;

  private long oldAt;
  private long newAt;
  private long left;

  /// How many of the marks may be other than 0.
  private int marked;

  /// The copies of a section.
  @FunctionalInterface
  public interface Copies {
    /// Tells all of them.
    void forEach(Visitor visitor) throws IOException;

    /// Takes a copy.
    @FunctionalInterface
    interface Visitor {
      void accept(long oldStart, long newStart, long length) throws IOException;
    }
  }

  /// @param pairs in the order of new, apart from each other
  CopyPredictor(ByteSource old, long oldLength, List<ExecutablePair> pairs, Copies copies) {
    this.old = old;
    this.oldLength = oldLength;
    this.pairs = pairs;
    this.copies = copies;
  }

  /// Turns to the next copy.
  void startCopy(long oldStart, long newStart, long length) {
    oldAt = oldStart;
    newAt = newStart;
    left = length;
    within = 0;
  }

  /// Finds the pair that the copy is in, if any.
  ///
  /// @return how many bytes the next piece may have at most
  int maxPiece(int limit) throws IOException, MalformedPatchException {
    if (within == 0) {
      long follows = follow();
      if (follows <= 0) {
        return (int) Math.min(limit, -follows);
      }
      enter(pairs.get(next), Math.min(left, follows));
    }
    int most = predictor == null ? limit : Math.min(limit, predictor.maxPiece(newOffset()));
    return (int) Math.min(most, within);
  }

  /// As [ExecutablePair#follow], of the pair whose turn it is.
  private long follow() {
    while (next < pairs.size() && pairs.get(next).neu().end() <= newAt) {
      next++;
    }
    if (next == pairs.size()) {
      return -left;
    }
    var current = pairs.get(next);
    long follows = current.follow(oldAt, newAt);
    return follows > 0 ? follows : Math.max(follows, newAt - current.neu().end());
  }

  private long newOffset() {
    return pairs.get(next).neu().offsetOf(newAt);
  }

  private void enter(ExecutablePair current, long length)
      throws IOException, MalformedPatchException {
    if (opened != next) {
      opened = next;
      predictor = null; // before the next one is made: memory is for one of them
      predictor = open(current);
    }
    if (predictor != null) {
      predictor.startCopy(current.old().offsetOf(oldAt), newOffset(), length);
    }
    within = length;
  }

  private @Nullable Predictor open(ExecutablePair current)
      throws IOException, MalformedPatchException {
    // Holes take nothing in the base, and are searched for code like anything else.
    if (Math.max(current.old().end(), current.old().lengthBytes()) > oldLength) {
      throw MalformedPatchException.corrupt(0, "executables within the base");
    }
    var model = ExecutableModel.find(current.old().over(old), 0, current.old().lengthBytes());
    if (model.isEmpty()) {
      return null;
    }
    try {
      var layout = Layout.parse(model.get(), current.layout().toByteArray());
      var map = AddressMap.Builder.following(model.get(), current.hints().toByteArray());
      addCopies(map, current, copies);
      return new Predictor(model.get(), layout, map.build());
    } catch (IllegalArgumentException e) {
      throw MalformedPatchException.corrupt(0, "the layout of an executable: " + e.getMessage());
    }
  }

  /// Adds those parts of copies that make the new executable of a pair.
  public static void addCopies(AddressMap.Builder map, ExecutablePair pair, Copies copies)
      throws IOException {
    copies.forEach(
        (oldStart, newStart, length) -> {
          long last = Math.min(length, pair.neu().end() - newStart);
          for (long done = 0; done < last; ) {
            long follows = pair.follow(oldStart + done, newStart + done);
            long step = Math.min(Math.abs(follows), last - done);
            if (follows > 0) {
              long from = pair.old().offsetOf(oldStart + done);
              map.add(from, pair.neu().offsetOf(newStart + done), step);
            }
            done += step;
          }
        });
  }

  /// Foretells the next bytes, which hold what stands in old.
  ///
  /// @param marks always the same array; gets marks, see
  ///     [dev.sluice.patch.coding.CorrectionModel#MARKS]
  /// @return false if there is no mark but 0
  boolean predict(byte[] bytes, byte[] marks, int count) throws IOException {
    if (within > 0 && predictor != null) {
      predictor.predict(bytes, marks, 0, count);
      marked = Math.max(marked, count);
      return true;
    }
    Arrays.fill(marks, 0, marked, (byte) 0);
    marked = 0;
    return false;
  }

  /// Takes note of what they really are, and goes on behind them.
  void learn(byte[] bytes, int count) {
    if (within > 0 && predictor != null) {
      predictor.learn(bytes, 0, count);
    }
    oldAt += count;
    newAt += count;
    left -= count;
    within = Math.max(0, within - count);
  }
}
