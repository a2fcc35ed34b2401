package dev.sluice.patch.body;

import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Varint;
import dev.sluice.patch.wire.PatchInput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Bytes of the base's view that stand in the dictionary before a section.
///
/// In a patch: nothing if the workspace has no windows, else the start and the length as varints.
///
/// @param start in the base's view
/// @param lengthBytes at most what the workspace says
public record Window(long start, int lengthBytes) {
  public static final Window NONE = new Window(0, 0);

  /// Steps of a window by which it is moved to find its place.
  private static final int STEPS = 16;

  /// The window for a stretch of new: the one from which a script copies most of it.
  ///
  /// @param from start of the stretch in new
  public static Window of(
      EditScript script, long from, long to, long oldLength, Workspace workspace) {
    long length = Math.min(workspace.maxWindowBytes(), oldLength);
    if (length == 0) {
      return NONE;
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

  /// @throws MalformedPatchException if it is longer than the workspace says, or reaches behind the
  ///     base's view
  static Window read(PatchInput input, long oldLength, Workspace workspace)
      throws IOException, MalformedPatchException {
    if (workspace.maxWindowBytes() == 0) {
      return NONE;
    }
    long start = input.readVarint(oldLength, "the start of a window");
    long most = Math.min(workspace.maxWindowBytes(), oldLength - start);
    return new Window(start, (int) input.readVarint(most, "the length of a window"));
  }

  public void write(OutputStream target, Workspace workspace) throws IOException {
    if (workspace.maxWindowBytes() > 0) {
      Varint.write(target, start);
      Varint.write(target, lengthBytes);
    }
  }
}
