package dev.sluice.formats.executable;

import dev.sluice.formats.stream.ByteSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an executable says about its own addresses: which stand where in the file.
///
/// Holds tables of bounded size only; the bytes stay where they are and are read again when needed.
public final class ExecutableModel {
  /// Most heap that a model takes, with the map, layout and predictor that go with it.
  ///
  /// 512 KiB for what targets became, 640 KiB for the map while it is built (256 KiB after), 64 KiB
  /// for jump tables, the rest for windows, fields and tables of sections.
  public static final long MEMORY_BYTES = 3 << 19;

  private static final Set<Integer> LINKAGE_NAMES =
      Set.of(".plt".hashCode(), ".plt.sec".hashCode(), ".plt.got".hashCode());
  private static final int LINKAGE_RELOCATIONS = ".rela.plt".hashCode();

  private final ByteSource source;
  private final long start;
  private final long length;
  private final boolean isArm;
  private final boolean isFixed;
  private final List<Range> all;
  private final Range[] byOffset;
  private final Range[] byAddress;
  private final long[] starts;
  private final long lowest;
  private final long highest;
  private final long codeStart;
  private final @Nullable Range linkageRelocations;
  private final JumpTables tables;
  private final FrameMarks frames;
  private final @Nullable TypeTable types;

  private ExecutableModel(ByteSource source, long start, ElfReader.Tables tables, Window window)
      throws IOException {
    this.source = source;
    this.start = start;
    this.length = tables.length();
    this.isArm = tables.isArm();
    this.isFixed = tables.isFixed();
    this.all = tables.ranges();
    this.byOffset = byOffset(all);
    this.byAddress = byAddress(all);
    this.starts = Arrays.stream(byAddress).mapToLong(Range::address).toArray();
    this.lowest = starts.length == 0 ? 0 : starts[0];
    this.highest = starts.length == 0 ? 0 : end(byAddress[starts.length - 1]);
    this.codeStart =
        Arrays.stream(byAddress)
            .filter(range -> range.content() == Range.Content.CODE)
            .mapToLong(Range::address)
            .findFirst()
            .orElse(0);
    this.linkageRelocations =
        all.stream().filter(r -> r.name() == LINKAGE_RELOCATIONS).findFirst().orElse(null);
    this.tables = isArm ? JumpTables.none() : JumpTables.find(this, window);
    this.frames = FrameMarks.of(this, window);
    this.types = findTypes();
  }

  /// Looks for an executable.
  ///
  /// @param start where in `source` it would begin
  /// @param length bytes that may belong to it; reading goes no further
  /// @return empty if there is none of a kind that is known
  /// @throws IOException if reading fails
  public static Optional<ExecutableModel> find(ByteSource source, long start, long length)
      throws IOException {
    var window = new Window(source, start, length);
    var tables = ElfReader.read(window);
    return tables.isEmpty()
        ? Optional.empty()
        : Optional.of(new ExecutableModel(source, start, tables.get(), window));
  }

  private @Nullable TypeTable findTypes() throws IOException {
    for (var range : byOffset) {
      if (range.content() == Range.Content.TYPES) {
        return TypeTable.of(range, window());
      }
    }
    return null;
  }

  private static long end(Range range) {
    return range.address() + range.length();
  }

  private static Range[] byOffset(List<Range> ranges) {
    var stored = new ArrayList<Range>();
    long end = 0;
    for (var range : sorted(ranges, Comparator.comparingLong(Range::offset))) {
      if (range.isStored() && range.offset() >= end) {
        stored.add(range);
        end = range.offset() + range.length();
      }
    }
    return stored.toArray(Range[]::new);
  }

  private static Range[] byAddress(List<Range> ranges) {
    var loaded = new ArrayList<Range>();
    long end = Long.MIN_VALUE;
    for (var range : sorted(ranges, Comparator.comparingLong(Range::address))) {
      if (range.isLoaded() && range.address() >= end) {
        loaded.add(range);
        end = range.address() + range.length();
      }
    }
    return loaded.toArray(Range[]::new);
  }

  private static List<Range> sorted(List<Range> ranges, Comparator<Range> order) {
    var sorted = new ArrayList<>(ranges);
    sorted.sort(order);
    return sorted;
  }

  /// Where in its source the executable begins.
  public long start() {
    return start;
  }

  /// Bytes from its start to the end of its last part.
  public long lengthBytes() {
    return length;
  }

  Window window() {
    return new Window(source, start, length);
  }

  boolean isArm() {
    return isArm;
  }

  boolean isFixed() {
    return isFixed;
  }

  /// Its ranges, in the order of the section table.
  public List<Range> ranges() {
    return all;
  }

  public Range[] stored() {
    return byOffset;
  }

  JumpTables tables() {
    return tables;
  }

  FrameMarks frames() {
    return frames;
  }

  /// The range that the file holds at `offset`, or the one before it; null if there is none before.
  @Nullable Range lastStored(long offset) {
    int low = 0;
    int high = byOffset.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (byOffset[middle].offset() <= offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high < 0 ? null : byOffset[high];
  }

  /// Whether `range` holds the stubs of imported functions.
  public boolean isLinkage(Range range) {
    return range.content() == Range.Content.CODE && LINKAGE_NAMES.contains(range.name());
  }

  /// The relocations that the stubs of imported functions go with, null if there are none.
  @Nullable Range linkageRelocations() {
    return linkageRelocations;
  }

  /// The table of types, null if there is none.
  public @Nullable TypeTable types() {
    return types;
  }

  /// Where the next range in the file begins behind `offset`, or the end.
  long nextStored(long offset) {
    for (var range : byOffset) {
      if (range.offset() > offset) {
        return range.offset();
      }
    }
    return Math.max(length, offset + 1);
  }

  /// The range that is loaded at `address`, null if there is none.
  @Nullable Range loadedAt(long address) {
    if (address < lowest || address >= highest) {
      return null;
    }
    int low = 0;
    int high = byAddress.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (starts[middle] <= address) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high < 0 || !byAddress[high].holdsAddress(address) ? null : byAddress[high];
  }

  /// Address of the first code; 0 if there is none.
  long codeStart() {
    return codeStart;
  }

  /// Whether machine code is loaded at `address`.
  boolean isCode(long address) {
    var range = loadedAt(address);
    return range != null && range.content() == Range.Content.CODE;
  }

  /// As [#loadedAt], but the address right behind a range belongs to it unless another begins
  /// there.
  public @Nullable Range targetAt(long address) {
    var range = loadedAt(address);
    return range == null ? loadedAt(address - 1) : range;
  }

  /// The range with this index in the section table, null if it was left out.
  @Nullable Range section(int index) {
    for (var range : all) {
      if (range.index() == index) {
        return range;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return "ExecutableModel[" + start + "+" + length + ", " + Arrays.toString(byOffset) + "]";
  }
}
