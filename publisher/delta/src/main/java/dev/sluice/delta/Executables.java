package dev.sluice.delta;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.sluice.delta.container.ByteSource;
import dev.sluice.delta.executable.AddressMap;
import dev.sluice.delta.executable.ExecutableModel;
import dev.sluice.delta.executable.Layout;
import dev.sluice.delta.executable.Normaliser;
import dev.sluice.delta.format.ExecutablePair;
import dev.sluice.delta.match.EditScript;
import dev.sluice.delta.stream.Analysis.Recipe;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The executables of a pair of views: where they stand, and which became which.
final class Executables implements ExecutablePair.HintSource {
  private static final int MAGIC =
      ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0x464c457f : 0x7f454c46;

  /// The model of a smaller one costs more than it saves.
  private static final long MIN_BYTES = 4 << 10;

  /// Wrong bytes that are worth a model.
  private static final long MIN_WRONG = 64;

  private final MemorySegment old;
  private final MemorySegment neu;
  private final NavigableMap<Long, ExecutableModel> ofOld;
  private final NavigableMap<Long, ExecutableModel> ofNew;

  private Executables(
      MemorySegment old,
      MemorySegment neu,
      NavigableMap<Long, ExecutableModel> ofOld,
      NavigableMap<Long, ExecutableModel> ofNew) {
    this.old = old;
    this.neu = neu;
    this.ofOld = ofOld;
    this.ofNew = ofNew;
  }

  /// Finds them, wherever they stand.
  static Executables find(MemorySegment old, MemorySegment neu) throws IOException {
    var ofNew = find(neu);
    return new Executables(old, neu, ofNew.isEmpty() ? new TreeMap<>() : find(old), ofNew);
  }

  /// Looks for none.
  static Executables none(MemorySegment old, MemorySegment neu) {
    return new Executables(old, neu, new TreeMap<>(), new TreeMap<>());
  }

  private static NavigableMap<Long, ExecutableModel> find(MemorySegment view) throws IOException {
    var found = new TreeMap<Long, ExecutableModel>();
    var source = ByteSource.of(view);
    long length = view.byteSize();
    for (long at = 0; at + MIN_BYTES <= length; ) {
      long next = at + 1;
      if (view.get(JAVA_BYTE, at) == 0x7f && view.get(JAVA_INT_UNALIGNED, at) == MAGIC) {
        var model = ExecutableModel.find(source, at, length - at);
        if (model.isPresent() && model.get().lengthBytes() >= MIN_BYTES) {
          found.put(at, model.get());
          next = at + model.get().lengthBytes();
        }
      }
      at = next;
    }
    return found;
  }

  boolean areOnBothSides() {
    return !ofOld.isEmpty() && !ofNew.isEmpty();
  }

  /// The base's view in a form in which code that only moved looks the same.
  MemorySegment normalisedOld(Arena arena) throws IOException {
    return normalised(old, ofOld, arena);
  }

  /// The result's view likewise.
  MemorySegment normalisedNew(Arena arena) throws IOException {
    return normalised(neu, ofNew, arena);
  }

  private static MemorySegment normalised(
      MemorySegment view, Map<Long, ExecutableModel> models, Arena arena) throws IOException {
    var result = copy(view, arena);
    try (var passing = Arena.ofConfined()) {
      var scratch = copy(view, passing);
      for (var model : models.values()) {
        Normaliser.normalise(model, scratch, result);
      }
    }
    return result;
  }

  private static MemorySegment copy(MemorySegment view, Arena arena) {
    return arena.allocate(Math.max(1, view.byteSize())).asSlice(0, view.byteSize()).copyFrom(view);
  }

  /// Which new executable was made mostly of which old one, where that leaves wrong bytes; in the
  /// order of new.
  List<ExecutablePair> pairs(EditScript script) {
    var shares = new TreeMap<Long, Map<Long, Share>>();
    long newAt = 0;
    for (int i = 0; i < script.size(); i++) {
      addShares(shares, script.copyStart(i), newAt, script.copyLength(i));
      newAt += script.copyLength(i) + script.insertLength(i);
    }
    var pairs = new ArrayList<ExecutablePair>();
    shares.forEach(
        (newStart, byOld) -> {
          long wrong = byOld.values().stream().mapToLong(share -> share.wrong).sum();
          if (wrong >= MIN_WRONG) {
            pairs.add(pair(newStart, largest(byOld)));
          }
        });
    return pairs;
  }

  private void addShares(
      Map<Long, Map<Long, Share>> shares, long oldStart, long newStart, long length) {
    var first = ofNew.floorKey(newStart);
    for (var entry : ofNew.tailMap(first == null ? newStart : first, true).entrySet()) {
      var model = entry.getValue();
      if (model.start() >= newStart + length) {
        return;
      }
      long from = Math.max(newStart, model.start());
      long to = Math.min(newStart + length, model.start() + model.lengthBytes());
      var source = ofOld.floorEntry(oldStart + from - newStart);
      if (from < to && source != null) {
        var share =
            shares
                .computeIfAbsent(entry.getKey(), _ -> new TreeMap<>())
                .computeIfAbsent(source.getKey(), _ -> new Share());
        share.copied += to - from;
        share.wrong += wrong(oldStart + from - newStart, from, to - from);
      }
    }
  }

  private long wrong(long oldStart, long newStart, long length) {
    long count = 0;
    for (long i = 0; i < length; i++) {
      count += old.get(JAVA_BYTE, oldStart + i) == neu.get(JAVA_BYTE, newStart + i) ? 0 : 1;
    }
    return count;
  }

  private static long largest(Map<Long, Share> byOld) {
    long best = 0;
    long most = -1;
    for (var entry : byOld.entrySet()) {
      if (entry.getValue().copied > most) {
        most = entry.getValue().copied;
        best = entry.getKey();
      }
    }
    return best;
  }

  private ExecutablePair pair(long newStart, long oldStart) {
    var from = ofOld.get(oldStart);
    var to = ofNew.get(newStart);
    if (from == null || to == null) {
      throw new IllegalStateException("shares are of executables that were found");
    }
    var layout = new Recipe(Layout.of(from, to).toBytes(from));
    return new ExecutablePair(
        oldStart, from.lengthBytes(), newStart, to.lengthBytes(), layout, new Recipe(new byte[0]));
  }

  @Override
  public Recipe hints(ExecutablePair pair, ExecutablePair.CopyAdder copies) throws IOException {
    var from = ofOld.get(pair.oldStart());
    var to = ofNew.get(pair.newStart());
    if (from == null || to == null) {
      throw new IllegalStateException("pairs are of executables that were found");
    }
    var map = AddressMap.Builder.comparing(from, to);
    copies.addTo(map);
    return new Recipe(map.hints());
  }

  /// What of a new executable comes from an old one.
  private static final class Share {
    private long copied;
    private long wrong;
  }
}
