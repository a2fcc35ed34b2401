package dev.sluice.delta.format;

import dev.sluice.delta.container.ByteSource;
import dev.sluice.delta.executable.AddressMap;
import dev.sluice.delta.executable.ExecutableModel;
import dev.sluice.delta.executable.Layout;
import dev.sluice.delta.executable.Predictor;
import dev.sluice.delta.wire.MalformedPatchException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Foretells what copied bytes become: as they are, but for the addresses in executables.
///
/// Pieces of a copy come in order. There is a model for one pair of executables at a time, made
/// when a copy first leads from the old to the new one.
final class CopyPredictor {
  private final ByteSource old;
  private final long oldLength;
  private final List<ExecutablePair> pairs;
  private final Copies copies;

  private int next;
  private int opened = -1;
  private @Nullable Predictor predictor;
  private boolean isWithin;
  private long oldAt;
  private long newAt;
  private long left;

  /// How many of the marks may be other than 0.
  private int marked;

  /// The copies of a section.
  @FunctionalInterface
  interface Copies {
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
    isWithin = false;
  }

  /// Finds the pair that the copy is in, if any.
  ///
  /// @return how many bytes the next piece may have at most
  int maxPiece(int limit) throws IOException, MalformedPatchException {
    while (next < pairs.size() && pairs.get(next).newEnd() <= newAt) {
      next++;
    }
    if (next == pairs.size()) {
      isWithin = false;
      return limit;
    }
    var current = pairs.get(next);
    boolean isIn =
        newAt >= current.newStart() && oldAt >= current.oldStart() && oldAt < current.oldEnd();
    if (!isIn) {
      isWithin = false;
      return (int) Math.min(limit, outside(current));
    }
    long length = Math.min(left, Math.min(current.newEnd() - newAt, current.oldEnd() - oldAt));
    enter(current, length);
    int most = predictor == null ? limit : Math.min(limit, predictor.maxPiece(newAt));
    return (int) Math.min(most, length);
  }

  /// How far it is to where the copy may come into the pair; past that it stays outside.
  private long outside(ExecutablePair current) {
    long toNew = Math.max(current.newStart() - newAt, 0);
    long toOld = oldAt < current.oldStart() ? current.oldStart() - oldAt : 0;
    if (oldAt >= current.oldEnd()) {
      return current.newEnd() - newAt;
    }
    return Math.max(1, Math.max(toNew, toOld));
  }

  private void enter(ExecutablePair current, long length)
      throws IOException, MalformedPatchException {
    if (opened != next) {
      opened = next;
      isWithin = false;
      predictor = null; // before the next one is made: memory is for one of them
      predictor = open(current);
    }
    if (!isWithin && predictor != null) {
      predictor.startCopy(oldAt, newAt, length);
    }
    isWithin = true;
  }

  private @Nullable Predictor open(ExecutablePair current)
      throws IOException, MalformedPatchException {
    if (current.oldEnd() > oldLength) {
      throw MalformedPatchException.corrupt(0, "executables within the base");
    }
    var model = ExecutableModel.find(old, current.oldStart(), current.oldBytes());
    if (model.isEmpty()) {
      return null;
    }
    try {
      var layout = Layout.parse(model.get(), current.layout().toByteArray());
      var map = AddressMap.Builder.following(model.get(), layout, current.hints().toByteArray());
      addCopies(map, current, copies);
      return new Predictor(model.get(), layout, map.build());
    } catch (IllegalArgumentException e) {
      throw MalformedPatchException.corrupt(0, "the layout of an executable: " + e.getMessage());
    }
  }

  /// Adds those parts of copies that make the new executable of a pair.
  static void addCopies(AddressMap.Builder map, ExecutablePair pair, Copies copies)
      throws IOException {
    copies.forEach(
        (oldStart, newStart, length) -> {
          long from = Math.max(newStart, pair.newStart());
          long to = Math.min(newStart + length, pair.newEnd());
          if (from < to) {
            map.add(oldStart + from - newStart, from, to - from);
          }
        });
  }

  /// Foretells the next bytes, which hold what stands in old.
  ///
  /// @param marks always the same array; gets marks, see
  ///     [dev.sluice.delta.coding.CorrectionModel#MARKS]
  /// @return false if there is no mark but 0
  boolean predict(byte[] bytes, byte[] marks, int count) throws IOException {
    if (isWithin && predictor != null) {
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
    if (isWithin && predictor != null) {
      predictor.learn(bytes, 0, count);
    }
    oldAt += count;
    newAt += count;
    left -= count;
  }
}
