package dev.sluice.diff.executable;

import dev.sluice.formats.executable.ExecutableModel;
import dev.sluice.formats.executable.Numbers;
import dev.sluice.formats.executable.Range;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// Tells where the new of two executables has what, as [dev.sluice.formats.executable.Layout] reads
/// it.
public final class LayoutWriter {
  private LayoutWriter() {}

  /// Loaded bytes of the file.
  private record Part(long offset, long address, long length) {}

  /// Compares two executables; what has no counterpart in new stays where it was.
  public static byte[] write(ExecutableModel old, ExecutableModel neu) {
    var output = new ByteArrayOutputStream();
    var parts = parts(neu);
    Numbers.put(output, parts.size());
    long end = 0;
    for (var part : parts) {
      Numbers.put(output, part.offset - end);
      Numbers.put(output, part.address - part.offset);
      Numbers.put(output, part.length);
      end = part.offset + part.length;
    }
    var byName = new HashMap<Integer, Range>();
    for (var range : neu.ranges()) {
      byName.putIfAbsent(range.name(), range);
    }
    long shift = 0;
    for (var range : old.ranges()) {
      long next = byName.getOrDefault(range.name(), range).address() - range.address();
      Numbers.put(output, next - shift);
      shift = next;
    }
    return output.toByteArray();
  }

  /// What is loaded, ranges that move together as one part.
  private static List<Part> parts(ExecutableModel neu) {
    var parts = new ArrayList<Part>();
    for (var range : neu.stored()) {
      if (!range.isLoaded()) {
        continue;
      }
      long shift = range.address() - range.offset();
      if (!parts.isEmpty() && parts.getLast().address - parts.getLast().offset == shift) {
        var first = parts.removeLast();
        long length = range.offset() + range.length() - first.offset;
        parts.add(new Part(first.offset, first.address, length));
      } else {
        parts.add(new Part(range.offset(), range.address(), range.length()));
      }
    }
    return parts;
  }
}
