package dev.sluice.diff;

import dev.sluice.formats.executable.ExecutableModel;
import dev.sluice.formats.stream.ByteSource;
import dev.sluice.patch.view.Pieces;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The executables of a view.
final class ExecutableFiles {
  /// The model of a smaller one costs more than it saves.
  private static final long MIN_BYTES = 4 << 10;

  private final MemorySegment view;
  private final NavigableMap<Long, Place> byStart = new TreeMap<>();

  /// Where a piece of an executable stands.
  record Place(Pieces.Run run, ExecutableFile file) {}

  private ExecutableFiles(MemorySegment view) {
    this.view = view;
  }

  /// No executables.
  static ExecutableFiles none(MemorySegment view) {
    return new ExecutableFiles(view);
  }

  /// Finds them: those in pieces, and whatever stands elsewhere.
  ///
  /// @param pieced files in pieces
  /// @param common those that the other view has as well, and so are left out
  static ExecutableFiles find(PiecedFiles pieced, Set<PiecedFiles.Key> common) throws IOException {
    var files = new ExecutableFiles(pieced.view());
    for (var pieces : pieced.files(common)) {
      boolean _ = isUsual(pieces.lengthBytes(), pieced.view()) && files.add(pieces);
    }
    files.addOthers(pieced.starts());
    return files;
  }

  /// Whether a patcher would take a file of that length: with holes it may be longer than all.
  private static boolean isUsual(long lengthBytes, MemorySegment view) {
    return lengthBytes >= MIN_BYTES && lengthBytes <= view.byteSize();
  }

  private void addOthers(Set<Long> known) throws IOException {
    for (long at = 0; at + MIN_BYTES <= view.byteSize(); ) {
      at = PiecedFiles.isMarked(view, at) ? addOther(at, known) : at + 1;
    }
  }

  private long addOther(long at, Set<Long> known) throws IOException {
    var before = byStart.floorEntry(at);
    if (before != null && before.getValue().run().end() > at) {
      return before.getValue().run().end();
    }
    return known.contains(at) ? at + 1 : addOther(at);
  }

  private long addOther(long at) throws IOException {
    var behind = byStart.ceilingKey(at);
    long end = behind == null ? view.byteSize() : behind;
    return end - at >= MIN_BYTES && add(Pieces.of(at, end - at))
        ? byStart.lowerEntry(end).getValue().run().end()
        : at + 1;
  }

  /// Adds what stands there, if it is an executable.
  ///
  /// @param pieces that may belong to it
  private boolean add(Pieces pieces) throws IOException {
    var source = pieces.over(ByteSource.of(view));
    var model = ExecutableModel.find(source, 0, pieces.lengthBytes());
    if (model.isEmpty() || model.get().lengthBytes() < MIN_BYTES) {
      return false;
    }
    var file = new ExecutableFile(pieces, model.get());
    for (var run : file.pieces().runs()) {
      byStart.put(run.start(), new Place(run, file));
    }
    return true;
  }

  boolean isEmpty() {
    return byStart.isEmpty();
  }

  /// The pieces that begin or go on in a part of the view.
  Collection<Place> between(long start, long end) {
    var first = byStart.floorKey(start);
    return byStart.subMap(first == null ? start : first, end).values();
  }

  /// The last piece that begins at a position or before it, if any.
  @Nullable Place lastFrom(long position) {
    var entry = byStart.floorEntry(position);
    return entry == null ? null : entry.getValue();
  }

  /// A copy of the view in a form in which code that only moved looks the same.
  MemorySegment normalised(Arena arena) throws IOException {
    var result =
        arena.allocate(Math.max(1, view.byteSize())).asSlice(0, view.byteSize()).copyFrom(view);
    for (var file : files()) {
      file.normalise(view, result);
    }
    return result;
  }

  /// Turns the view itself into that form, as long as the result is open.
  Normalised normalise() throws IOException {
    var saved = new Normalised(view, Arena.ofShared(), new LinkedHashMap<>());
    for (var file : files()) {
      saved.normalise(file);
    }
    return saved;
  }

  private Set<ExecutableFile> files() {
    return byStart.values().stream()
        .map(Place::file)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// A view whose executables are in normalised form.
  ///
  /// @param saved what stood there before
  record Normalised(MemorySegment view, Arena arena, Map<ExecutableFile, MemorySegment> saved)
      implements AutoCloseable {
    private void normalise(ExecutableFile file) throws IOException {
      var bytes = arena.allocate(file.pieces().lengthBytes());
      file.copyTo(bytes, view);
      saved.put(file, bytes);
      file.normalise(view, view);
    }

    /// Makes the view what it was.
    @Override
    public void close() {
      saved.forEach((file, bytes) -> file.copyFrom(bytes, view));
      arena.close();
    }
  }
}
