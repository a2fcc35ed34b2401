package dev.sluice.diff.body;

import dev.sluice.diff.match.EditScript;
import dev.sluice.patch.body.Window;
import dev.sluice.patch.body.Workspace;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Chooses the window of the base's view that stands in the dictionary before a section.
final class WindowSearch {
  /// Steps of a window by which it is moved to find its place.
  private static final int STEPS = 16;

  private WindowSearch() {}

  /// The window for a stretch of new: the one from which a script copies most of it.
  ///
  /// @param from start of the stretch in new
  static Window find(EditScript script, long from, long to, long oldLength, Workspace workspace) {
    long length = Math.min(workspace.maxWindowBytes(), oldLength);
    if (length == 0) {
      return Window.NONE;
    }
    long step = Math.max(1, length / STEPS);
    var copied = copiedByStep(script, from, to, step);
    long best = 0;
    long bestStart = Math.max(0, (from + to - length) / 2); // in proportion, if nothing is copied
    for (long first : copied.keySet()) {
      long sum = copied.subMap(first, first + STEPS).values().stream().mapToLong(n -> n).sum();
      if (sum > best) {
        best = sum;
        bestStart = first * step;
      }
    }
    return new Window(Math.min(bestStart, oldLength - length), (int) length);
  }

  /// Bytes that are copied for a stretch, by the step of old from which they are.
  private static NavigableMap<Long, Long> copiedByStep(
      EditScript script, long from, long to, long step) {
    var copied = new TreeMap<Long, Long>();
    long at = 0;
    for (int i = 0; i < script.size() && at < to; i++) {
      long start = Math.max(from, at);
      long end = Math.min(to, at + script.copyLength(i));
      long shift = script.copyStart(i) - at;
      while (start < end) {
        long index = (start + shift) / step;
        long next = Math.min(end, (index + 1) * step - shift);
        copied.merge(index, next - start, Long::sum);
        start = next;
      }
      at += script.copyLength(i) + script.insertLength(i);
    }
    return copied;
  }
}
