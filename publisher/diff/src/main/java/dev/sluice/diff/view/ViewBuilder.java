package dev.sluice.diff.view;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.sluice.diff.classfile.ClassAnalysis;
import dev.sluice.diff.deflate.DeflateAnalysis;
import dev.sluice.diff.deflate.DeflateLimits;
import dev.sluice.diff.lz4.Lz4Analysis;
import dev.sluice.diff.lz4.Lz4BlockAnalysis;
import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.stream.SegmentInput;
import dev.sluice.diff.xz.XzAnalysis;
import dev.sluice.diff.zstd.ZstdAnalysis;
import dev.sluice.formats.StreamKind;
import dev.sluice.formats.classfile.ClassFormat;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.formats.zstd.ZstdExpander;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/// Makes a [PairView]: takes streams apart level by level, and joins what comes of it.
final class ViewBuilder implements AutoCloseable {
  private static final int KEY_SAMPLE_BYTES = 1 << 12;

  /// Contents are seldom longer than so many times their compressed form.
  private static final int USUAL_RATIO = 3;

  /// Dictionary of `xz -6` and the decoder around it.
  private static final long XZ_EXPANDER_BYTES = 9L << 20;

  private final PairView.Limits limits;
  private final Arena arena;
  private final DeflateAnalysis deflate;
  private final ZstdAnalysis zstd;
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
    this.zstd = new ZstdAnalysis(limits.maxContentsBytes(), limits.maxStreamMemoryBytes());
    this.deflate =
        new DeflateAnalysis(
            new DeflateLimits(
                limits.maxContentsBytes(),
                DeflateLimits.DEFAULT.recipeShare(),
                DeflateLimits.DEFAULT.leastRecipeBytes()));
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
      frames.add(new Frame(inner.stream.kind(), at, 1, inner.recipe)); // its length is not known
      long end = flatten(inner.contents, view, at);
      frames.set(slot, new Frame(inner.stream.kind(), at, end - at, inner.recipe));
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
        region.found = StreamFinder.find(region.bytes, limits.maxContentsBytes());
        region.found.forEach(stream -> newKeys.add(key(region.bytes, stream)));
      }
      if (newKeys.isEmpty()) {
        return 0;
      }
      Set<Key> oldKeys = new HashSet<>();
      List<List<FoundStream>> oldFound = new ArrayList<>();
      for (var region : oldRegions) {
        var found = StreamFinder.find(region.bytes, limits.maxContentsBytes());
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
      var contents = new Contents(stream.compressedBytes() * USUAL_RATIO);
      newContents.add(contents);
      try {
        var analysis = analysis(region.bytes, stream, contents);
        boolean isUsable =
            analysis instanceof Analysis.Found found
                && found.compressedBytes() == stream.compressedBytes()
                && found.memoryBytes() <= maxRebuilderBytes
                && found.contentsBytes() > 0
                && newContentsBytes + found.contentsBytes() <= limits.maxContentsBytes()
                && recipeBytes + found.recipe().lengthBytes()
                    <= CostlyRecipes.maxBytes(stream, found.recipe());
        if (!isUsable) {
          newContents.removeLast().close();
          return 0;
        }
        var found = (Analysis.Found) analysis;
        newContentsBytes += found.contentsBytes();
        recipeBytes += found.recipe().lengthBytes();
        newStreams++;
        var form = new Contents(found.contentsBytes());
        if (stream.kind() == StreamKind.DEFLATE
            && wholeClass(contents.bytes(), form) instanceof Analysis.Found whole
            && whole.memoryBytes() <= maxRebuilderBytes - found.memoryBytes()) {
          newContents.removeLast().close();
          newContents.add(form);
          var kind = StreamKind.DEFLATED_CLASS;
          region.inner.add(
              new Inner(
                  new FoundStream(kind, stream.start(), stream.compressedBytes()),
                  new Region(form.bytes()),
                  found.recipe()));
          return found.memoryBytes() + whole.memoryBytes();
        }
        form.close();
        var inner = new Region(contents.bytes());
        region.inner.add(new Inner(stream, inner, found.recipe()));
        if (stream.kind() != StreamKind.CLASS) {
          newRegionsBelow.add(inner);
        }
        return found.memoryBytes();
      } catch (MalformedPatchException e) {
        throw new IllegalStateException("memory takes all contents", e);
      }
    }

    private Analysis analysis(MemorySegment bytes, FoundStream stream, Contents contents)
        throws IOException, MalformedPatchException {
      long start = stream.start();
      return switch (stream.kind()) {
        case DEFLATE -> deflate.analyze(bytes, start, contents);
        case LZ4 -> Lz4Analysis.analyze(bytes, start, limits.maxContentsBytes(), contents);
        case XZ ->
            XzAnalysis.analyze(
                bytes, start, limits.maxContentsBytes(), maxRebuilderBytes, contents);
        case ZSTD -> zstd.analyze(bytes, start, contents);
        case LZ4_BLOCK ->
            Lz4BlockAnalysis.analyze(bytes, start, stream.compressedBytes(), contents);
        case CLASS -> ClassAnalysis.analyze(bytes, start, stream.compressedBytes(), contents);
        case DEFLATED_CLASS -> throw new IllegalStateException("it is found as DEFLATE");
      };
    }

    private void expand(OldRegion region, FoundStream stream) throws IOException {
      if (expansions.size() >= Layout.MAX_STREAMS) {
        return;
      }
      var contents = new Contents(stream.compressedBytes() * USUAL_RATIO);
      oldContents.add(contents);
      try {
        stream
            .kind()
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
      var form = new Contents(expandedBytes);
      boolean isClass =
          stream.kind() == StreamKind.DEFLATE && isClassOfBase(contents.bytes(), form);
      if (isClass) {
        oldContents.set(oldContents.size() - 1, form);
        contents.close();
      } else {
        form.close();
      }
      var kind = isClass ? StreamKind.DEFLATED_CLASS : stream.kind();
      var bytes = oldContents.getLast().bytes();
      if (oldContentsBytes + bytes.byteSize() > limits.maxContentsBytes()) {
        oldContents.removeLast().close();
        return;
      }
      oldContentsBytes += bytes.byteSize();
      expansions.add(
          new Expansion(kind, region.address + stream.start(), stream.compressedBytes()));
      appended.add(bytes);
      switch (kind) {
        case DEFLATE, LZ4, LZ4_BLOCK -> oldRegionsBelow.add(new OldRegion(bytes, oldLength));
        case XZ -> {
          oldRegionsBelow.add(new OldRegion(bytes, oldLength));
          expanderMemory = Math.max(expanderMemory, XZ_EXPANDER_BYTES);
        }
        case ZSTD -> {
          oldRegionsBelow.add(new OldRegion(bytes, oldLength));
          long memory = ZstdExpander.memoryBytes(region.bytes, stream.start());
          expanderMemory = Math.max(expanderMemory, memory);
        }
        case CLASS, DEFLATED_CLASS -> {
          long file = isClass ? expandedBytes : stream.compressedBytes();
          expanderMemory = Math.max(expanderMemory, ClassFormat.memoryBytes(file));
        }
      }
      oldLength += bytes.byteSize();
    }
  }

  /// Whether what a deflate stream holds is a class, and nothing else.
  private static Analysis wholeClass(MemorySegment bytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    return ClassAnalysis.isMarked(bytes, 0)
        ? ClassAnalysis.analyze(bytes, 0, bytes.byteSize(), contents)
        : new Analysis.NotThisFormat();
  }

  private boolean isClassOfBase(MemorySegment bytes, ByteSink contents) throws IOException {
    if (!ClassAnalysis.isMarked(bytes, 0)) {
      return false;
    }
    try {
      StreamKind.CLASS.expand(
          new SegmentInput(bytes, 0), bytes.byteSize(), limits.maxStreamMemoryBytes(), contents);
      return true;
    } catch (MalformedPatchException _) {
      return false;
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
    return new Key(stream.kind(), stream.compressedBytes(), checksum.getValue());
  }

  /// Tells compressed streams apart, well enough to leave some as they are.
  private record Key(StreamKind kind, long bytes, long checksum) {}

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
  private record Inner(FoundStream stream, Region contents, Recipe recipe) {
    boolean isCostly() {
      return CostlyRecipes.contain(stream, recipe);
    }
  }
}
