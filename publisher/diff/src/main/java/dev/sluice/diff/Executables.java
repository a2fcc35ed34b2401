package dev.sluice.diff;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.sluice.diff.executable.LayoutWriter;
import dev.sluice.diff.match.EditScript;
import dev.sluice.diff.view.PairView;
import dev.sluice.formats.executable.AddressMap;
import dev.sluice.formats.executable.ExecutableModel;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.patch.body.ExecutablePair;
import dev.sluice.patch.view.Pieces;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The executables of a pair of views: where they stand, and which became which.
final class Executables implements ExecutablePair.HintSource {
  /// Wrong bytes that are worth a model.
  private static final long MIN_WRONG = 64;

  private final MemorySegment old;
  private final MemorySegment neu;
  private final ExecutableFiles ofOld;
  private final ExecutableFiles ofNew;

  private Executables(
      MemorySegment old, MemorySegment neu, ExecutableFiles ofOld, ExecutableFiles ofNew) {
    this.old = old;
    this.neu = neu;
    this.ofOld = ofOld;
    this.ofNew = ofNew;
  }

  /// Finds them, wherever they stand, but in the files that both views have.
  static Executables find(PairView view) throws IOException {
    var oldFiles = new PiecedFiles(view.old(), view.oldFiles());
    var newFiles = new PiecedFiles(view.neu(), view.newFiles());
    var ofNew = ExecutableFiles.find(newFiles, oldFiles.keys());
    var ofOld =
        ofNew.isEmpty()
            ? ExecutableFiles.none(view.old())
            : ExecutableFiles.find(oldFiles, newFiles.keys());
    return new Executables(view.old(), view.neu(), ofOld, ofNew);
  }

  /// Looks for none.
  static Executables none(PairView view) {
    var ofOld = ExecutableFiles.none(view.old());
    return new Executables(view.old(), view.neu(), ofOld, ExecutableFiles.none(view.neu()));
  }

  boolean areOnBothSides() {
    return !ofOld.isEmpty() && !ofNew.isEmpty();
  }

  /// The base's view in a form in which code that only moved looks the same.
  MemorySegment normalisedOld(Arena arena) throws IOException {
    return ofOld.normalised(arena);
  }

  /// The result's view likewise.
  MemorySegment normalisedNew(Arena arena) throws IOException {
    return ofNew.normalised(arena);
  }

  /// Turns the base's view itself into that form, until the result is closed.
  ExecutableFiles.Normalised normaliseOld() throws IOException {
    return ofOld.normalise();
  }

  /// The result's view likewise.
  ExecutableFiles.Normalised normaliseNew() throws IOException {
    return ofNew.normalise();
  }

  /// Which new executable was made mostly of which old one, where that leaves wrong bytes; in the
  /// order of new.
  List<ExecutablePair> pairs(EditScript script) {
    var shares = new HashMap<ExecutableFile, Map<ExecutableFile, Share>>();
    long newAt = 0;
    for (int i = 0; i < script.size(); i++) {
      addShares(shares, script.copyStart(i), newAt, script.copyLength(i));
      newAt += script.copyLength(i) + script.insertLength(i);
    }
    var found = new ArrayList<Found>();
    shares.forEach(
        (file, byOld) -> {
          long wrong = byOld.values().stream().mapToLong(share -> share.wrong).sum();
          if (wrong >= MIN_WRONG) {
            found.add(new Found(largest(byOld), file, wrong));
          }
        });
    return apart(found).stream().map(Executables::pair).toList();
  }

  private void addShares(
      Map<ExecutableFile, Map<ExecutableFile, Share>> shares,
      long oldStart,
      long newStart,
      long length) {
    for (var place : ofNew.between(newStart, newStart + length)) {
      long from = Math.max(newStart, place.run().start());
      long to = Math.min(newStart + length, place.run().end());
      var source = ofOld.lastFrom(oldStart + from - newStart);
      if (from < to && source != null) {
        var share =
            shares
                .computeIfAbsent(place.file(), _ -> new HashMap<>())
                .computeIfAbsent(source.file(), _ -> new Share());
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

  private static ExecutableFile largest(Map<ExecutableFile, Share> byOld) {
    return byOld.entrySet().stream()
        .max(
            Comparator.comparingLong(
                    (Map.Entry<ExecutableFile, Share> entry) -> entry.getValue().copied)
                .thenComparing(entry -> -entry.getKey().pieces().start()))
        .orElseThrow()
        .getKey();
  }

  /// A patcher goes from one to the next: of those whose pieces are mixed, the one with most to
  /// foretell is kept.
  private static List<Found> apart(List<Found> found) {
    found.sort(Comparator.comparingLong(each -> each.neu().pieces().start()));
    var kept = new ArrayList<Found>();
    for (var each : found) {
      boolean isMixed =
          !kept.isEmpty() && kept.getLast().neu().pieces().end() > each.neu().pieces().start();
      if (!isMixed) {
        kept.add(each);
      } else if (kept.getLast().wrong() < each.wrong()) {
        kept.set(kept.size() - 1, each);
      }
    }
    return kept;
  }

  private static ExecutablePair pair(Found found) {
    return new ExecutablePair(
        found.old().pieces(),
        found.neu().pieces(),
        new Recipe(LayoutWriter.write(found.old().model(), found.neu().model())),
        new Recipe(new byte[0]));
  }

  @Override
  public Recipe hints(ExecutablePair pair, ExecutablePair.CopyAdder copies) throws IOException {
    var map = AddressMap.Builder.comparing(model(ofOld, pair.old()), model(ofNew, pair.neu()));
    copies.addTo(map);
    return new Recipe(map.hints());
  }

  private static ExecutableModel model(ExecutableFiles files, Pieces pieces) {
    var place = files.lastFrom(pieces.start());
    if (place == null) {
      throw new IllegalStateException("pairs are of executables that were found");
    }
    return place.file().model();
  }

  /// What a new executable was made of mostly.
  private record Found(ExecutableFile old, ExecutableFile neu, long wrong) {}

  /// What of a new executable comes from an old one.
  private static final class Share {
    private long copied;
    private long wrong;
  }
}
