package dev.sluice.diff.view;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.stream.FoundStream;
import dev.sluice.diff.stream.SegmentInput;
import dev.sluice.diff.stream.WholeContents;
import dev.sluice.formats.StreamFormat;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.patch.view.Expansion;
import dev.sluice.patch.view.Frame;
import dev.sluice.patch.view.Layout;
import dev.sluice.patch.view.Pieces;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/// Makes a [PairView]: takes streams apart level by level, and joins what comes of it.
final class ViewBuilder implements AutoCloseable {
  private static final int KEY_SAMPLE_BYTES = 1 << 12;

  /// Contents are seldom longer than so many times their compressed form.
  private static final int USUAL_RATIO = 3;

  private final PairView.Limits limits;
  private final Arena arena;
  private final StreamSearches searches;
  private final List<Expansion> expansions = new ArrayList<>();
  private final List<MemorySegment> appended = new ArrayList<>();
  private final List<Frame> frames = new ArrayList<>();

  /// What stands in the views in the end.
  private final List<Contents> oldContents = new ArrayList<>();

  private final List<Contents> newContents = new ArrayList<>();
  private final List<Pieces> newFiles = new ArrayList<>();
  private long oldLength;
  private long oldContentsBytes;
  private long newContentsBytes;
  private long recipeBytes;
  private int newStreams;
  private long expanderMemory;

  ViewBuilder(PairView.Limits limits, Arena arena) {
    this.limits = limits;
    this.arena = arena;
    this.searches = new StreamSearches(limits);
  }

  PairView build(MemorySegment old, MemorySegment neu) throws IOException {
    oldLength = old.byteSize();
    var root = new Region(neu);
    var oldRegions = List.of(new OldRegion(old, 0));
    var newRegions = List.of(root);
    long rebuilderMemory = 0;
    for (int depth = 0; depth < Layout.MAX_DEPTH && !newRegions.isEmpty(); depth++) {
      long left = limits.maxStreamMemoryBytes() - rebuilderMemory;
      var level = new Level(oldRegions, newRegions, left);
      rebuilderMemory += level.takeApart();
      newRegions = level.newRegionsBelow;
      oldRegions = level.oldRegionsBelow;
    }
    if (root.inner.isEmpty()) {
      return PairView.plain(old, neu);
    }
    var oldView = concatenated(old);
    close(oldContents);
    long newBytes = viewBytes(root);
    var newView = arena.allocate(Math.max(1, newBytes)).asSlice(0, newBytes);
    long _ = flatten(root, newView, 0);
    return new PairView(
        oldView,
        newView,
        new Layout(expansions, frames),
        newFiles,
        Math.max(rebuilderMemory, expanderMemory));
  }

  @Override
  public void close() {
    close(oldContents);
    close(newContents);
  }

  private static void close(List<Contents> contents) {
    contents.forEach(Contents::close);
    contents.clear();
  }

  private MemorySegment concatenated(MemorySegment old) {
    var view = arena.allocate(Math.max(1, oldLength)).asSlice(0, oldLength);
    view.asSlice(0, old.byteSize()).copyFrom(old);
    long at = old.byteSize();
    for (var contents : appended) {
      view.asSlice(at, contents.byteSize()).copyFrom(contents);
      at += contents.byteSize();
    }
    return view;
  }

  private static long viewBytes(Region region) {
    long sum = region.bytes.byteSize();
    for (var inner : region.inner) {
      sum += viewBytes(inner.contents) - inner.stream.compressedBytes();
    }
    return sum;
  }

  /// Writes the view of a region, and notes its frames and files.
  private long flatten(Region region, MemorySegment view, long from) {
    var places = new ViewPlaces();
    long at = from;
    long done = 0;
    for (var inner : region.inner) {
      long start = inner.stream.start();
      places.add(done, at, start - done);
      at = copy(region.bytes, done, start, view, at);
      int slot = frames.size();
      frames.add(new Frame(inner.stream.format(), at, 1, inner.recipe)); // its length is not known
      long end = flatten(inner.contents, view, at);
      frames.set(slot, new Frame(inner.stream.format(), at, end - at, inner.recipe));
      at = end;
      done = inner.stream.end();
    }
    places.add(done, at, region.bytes.byteSize() - done);
    newFiles.addAll(places.find(region.bytes));
    return copy(region.bytes, done, region.bytes.byteSize(), view, at);
  }

  private static long copy(MemorySegment source, long from, long to, MemorySegment view, long at) {
    MemorySegment.copy(source, from, view, at, to - from);
    return at + to - from;
  }

  private record OldRegion(MemorySegment bytes, long address) {}

  /// One level of both files.
  private final class Level {
    private final List<OldRegion> oldRegions;
    private final List<Region> newRegions;
    private final long maxRebuilderBytes;
    private final List<OldRegion> oldRegionsBelow = new ArrayList<>();
    private final List<Region> newRegionsBelow = new ArrayList<>();

    /// @param maxRebuilderBytes what making a stream again may take, beside those that it stands
    ///     in
    private Level(List<OldRegion> oldRegions, List<Region> newRegions, long maxRebuilderBytes) {
      this.maxRebuilderBytes = maxRebuilderBytes;
      this.oldRegions = oldRegions;
      this.newRegions = newRegions;
    }

    /// @return most memory that making a stream of this level again takes
    private long takeApart() throws IOException {
      Set<Key> newKeys = new HashSet<>();
      for (var region : newRegions) {
        region.found = find(region.bytes);
        region.found.forEach(stream -> newKeys.add(key(region.bytes, stream)));
      }
      if (newKeys.isEmpty()) {
        return 0;
      }
      Set<Key> oldKeys = new HashSet<>();
      List<List<FoundStream>> oldFound = new ArrayList<>();
      for (var region : oldRegions) {
        var found = find(region.bytes);
        found.forEach(stream -> oldKeys.add(key(region.bytes, stream)));
        oldFound.add(found);
      }
      long memory = 0;
      for (var region : newRegions) {
        for (var stream : region.found) {
          if (!oldKeys.contains(key(region.bytes, stream))) {
            memory = Math.max(memory, analyze(region, stream));
          }
        }
      }
      if (newRegions.stream().anyMatch(region -> !region.inner.isEmpty())) {
        for (int i = 0; i < oldFound.size(); i++) {
          var region = oldRegions.get(i);
          for (var stream : oldFound.get(i)) {
            if (!newKeys.contains(key(region.bytes, stream))) {
              expand(region, stream);
            }
          }
        }
        dropCostly();
      }
      return memory;
    }

    private List<FoundStream> find(MemorySegment bytes) throws IOException {
      return StreamFinder.find(bytes, limits.maxContentsBytes(), StreamSearches.SIGNATURES).stream()
          .filter(stream -> searches.has(stream.format()))
          .toList();
    }

    /// Leaves streams as they are that have costly recipes, unless the base knows their contents.
    private void dropCostly() {
      var costly =
          newRegions.stream()
              .flatMap(region -> region.inner.stream())
              .filter(Inner::isCostly)
              .toList();
      if (costly.isEmpty() || isKnown(costly)) {
        return;
      }
      newRegions.forEach(region -> region.inner.removeIf(Inner::isCostly));
      var dropped = costly.stream().map(Inner::contents).collect(Collectors.toSet());
      newRegionsBelow.removeIf(dropped::contains);
      recipeBytes -= costly.stream().mapToLong(inner -> inner.recipe.lengthBytes()).sum();
      newStreams -= costly.size();
    }

    private boolean isKnown(List<Inner> costly) {
      long bytes = costly.stream().mapToLong(inner -> inner.contents.bytes.byteSize()).sum();
      var likeness = new Likeness(bytes);
      costly.forEach(inner -> likeness.add(inner.contents.bytes));
      oldRegions.forEach(region -> likeness.lookIn(region.bytes));
      appended.forEach(likeness::lookIn);
      return CostlyRecipes.areWorthIt(likeness);
    }

    private long analyze(Region region, FoundStream stream) throws IOException {
      if (newStreams == Layout.MAX_STREAMS) {
        return 0;
      }
      var search = searches.of(stream.format());
      var contents = new Contents(stream.compressedBytes() * USUAL_RATIO);
      newContents.add(contents);
      try {
        var analysis = search.analyze(region.bytes, stream, maxRebuilderBytes, contents);
        boolean isUsable =
            analysis instanceof Analysis.Found found
                && found.compressedBytes() == stream.compressedBytes()
                && found.memoryBytes() <= maxRebuilderBytes
                && found.contentsBytes() > 0
                && newContentsBytes + found.contentsBytes() <= limits.maxContentsBytes()
                && recipeBytes + found.recipe().lengthBytes()
                    <= CostlyRecipes.maxBytes(search, stream, found.recipe());
        if (!isUsable) {
          newContents.removeLast().close();
          return 0;
        }
        var found = (Analysis.Found) analysis;
        newContentsBytes += found.contentsBytes();
        recipeBytes += found.recipe().lengthBytes();
        newStreams++;
        boolean isCostly = CostlyRecipes.contain(search, stream, found.recipe());
        var whole = searches.findWhole(stream.format());
        if (whole.isPresent()) {
          var form = new Contents(found.contentsBytes());
          if (whole.get().analyze(contents.bytes(), form) instanceof Analysis.Found inner
              && inner.memoryBytes() <= maxRebuilderBytes - found.memoryBytes()) {
            newContents.removeLast().close();
            newContents.add(form);
            var both =
                new FoundStream(whole.get().format(), stream.start(), stream.compressedBytes());
            region.inner.add(new Inner(both, new Region(form.bytes()), found.recipe(), isCostly));
            return found.memoryBytes() + inner.memoryBytes();
          }
          form.close();
        }
        var inner = new Region(contents.bytes());
        region.inner.add(new Inner(stream, inner, found.recipe(), isCostly));
        if (search.isContainer()) {
          newRegionsBelow.add(inner);
        }
        return found.memoryBytes();
      } catch (MalformedPatchException e) {
        throw new IllegalStateException("memory takes all contents", e);
      }
    }

    private void expand(OldRegion region, FoundStream stream) throws IOException {
      if (expansions.size() >= Layout.MAX_STREAMS) {
        return;
      }
      var contents = new Contents(stream.compressedBytes() * USUAL_RATIO);
      oldContents.add(contents);
      try {
        stream
            .format()
            .expand(
                new SegmentInput(region.bytes, stream.start()),
                stream.compressedBytes(),
                limits.maxStreamMemoryBytes(),
                contents);
      } catch (MalformedPatchException _) {
        oldContents.removeLast().close();
        return; // it needs more memory than a device may spend
      }
      long expandedBytes = contents.bytes().byteSize();
      var whole = findWhole(stream, contents);
      var bytes = oldContents.getLast().bytes();
      if (oldContentsBytes + bytes.byteSize() > limits.maxContentsBytes()) {
        oldContents.removeLast().close();
        return;
      }
      oldContentsBytes += bytes.byteSize();
      var format = whole.map(WholeContents::format).orElse(stream.format());
      expansions.add(
          new Expansion(format, region.address + stream.start(), stream.compressedBytes()));
      appended.add(bytes);
      var search = searches.of(stream.format());
      if (whole.isEmpty() && search.isContainer()) {
        oldRegionsBelow.add(new OldRegion(bytes, oldLength));
      }
      long memory =
          whole.isPresent()
              ? whole.get().expanderBytes(expandedBytes)
              : search.expanderBytes(region.bytes, stream);
      expanderMemory = Math.max(expanderMemory, memory);
      oldLength += bytes.byteSize();
    }

    /// What the last contents of the base are as a whole; if they are something, what that holds
    /// takes their place.
    private Optional<WholeContents> findWhole(FoundStream stream, Contents contents)
        throws IOException {
      var whole = searches.findWhole(stream.format());
      if (whole.isEmpty()) {
        return whole;
      }
      var form = new Contents(contents.bytes().byteSize());
      if (!whole.get().isExpanded(contents.bytes(), limits.maxStreamMemoryBytes(), form)) {
        form.close();
        return Optional.empty();
      }
      oldContents.set(oldContents.size() - 1, form);
      contents.close();
      return whole;
    }
  }

  private static Key key(MemorySegment region, FoundStream stream) {
    var checksum = new CRC32C();
    var buffer = new byte[KEY_SAMPLE_BYTES];
    for (long at = stream.start(); at < stream.end(); at += buffer.length) {
      int count = (int) Math.min(buffer.length, stream.end() - at);
      MemorySegment.copy(region, JAVA_BYTE, at, buffer, 0, count);
      checksum.update(buffer, 0, count);
    }
    return new Key(stream.format(), stream.compressedBytes(), checksum.getValue());
  }

  /// Tells compressed streams apart, well enough to leave some as they are.
  private record Key(StreamFormat format, long bytes, long checksum) {}

  /// A part of a view: the file itself, or the contents of a stream.
  private static final class Region {
    private final MemorySegment bytes;
    private final List<Inner> inner = new ArrayList<>();
    private List<FoundStream> found = List.of();

    private Region(MemorySegment bytes) {
      this.bytes = bytes;
    }
  }

  /// A stream of a region that is taken apart.
  private record Inner(FoundStream stream, Region contents, Recipe recipe, boolean isCostly) {}
}
