package dev.sluice.diff;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.sluice.patch.view.Pieces;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/// Those files in several pieces that begin as executables do.
final class PiecedFiles {
  private static final int MAGIC =
      ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0x464c457f : 0x7f454c46;
  private static final int STEP_BYTES = 1 << 12;

  private final MemorySegment view;
  private final Map<Key, List<Pieces>> byKey = new LinkedHashMap<>();

  /// Tells contents apart, well enough to leave some as they are.
  record Key(long bytes, int runs, long checksum) {}

  PiecedFiles(MemorySegment view, List<Pieces> files) {
    this.view = view;
    for (var file : files) {
      if (isMarked(view, file.start())) {
        byKey.computeIfAbsent(key(file), _ -> new ArrayList<>()).add(file);
      }
    }
  }

  /// Whether an executable may begin here.
  static boolean isMarked(MemorySegment view, long at) {
    return at + Integer.BYTES <= view.byteSize()
        && view.get(JAVA_BYTE, at) == 0x7f
        && view.get(JAVA_INT_UNALIGNED, at) == MAGIC;
  }

  private Key key(Pieces pieces) {
    var checksum = new CRC32C();
    var buffer = new byte[STEP_BYTES];
    for (var run : pieces.runs()) {
      for (long at = run.start(); at < run.end(); at += STEP_BYTES) {
        int count = (int) Math.min(STEP_BYTES, run.end() - at);
        MemorySegment.copy(view, JAVA_BYTE, at, buffer, 0, count);
        checksum.update(buffer, 0, count);
      }
    }
    return new Key(pieces.lengthBytes(), pieces.size(), checksum.getValue());
  }

  /// The view that they stand in.
  MemorySegment view() {
    return view;
  }

  Set<Key> keys() {
    return byKey.keySet();
  }

  /// Where they begin.
  Set<Long> starts() {
    return byKey.values().stream()
        .flatMap(List::stream)
        .map(Pieces::start)
        .collect(Collectors.toSet());
  }

  /// The files, but those with some keys.
  List<Pieces> files(Set<Key> without) {
    return byKey.entrySet().stream()
        .filter(entry -> !without.contains(entry.getKey()))
        .flatMap(entry -> entry.getValue().stream())
        .toList();
  }
}
