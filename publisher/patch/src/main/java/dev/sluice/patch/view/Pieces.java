package dev.sluice.patch.view;

import dev.sluice.formats.stream.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Where the bytes of a file stand in a view: one run, or several.
///
/// File systems keep files in runs of blocks and leave out blocks of zeros. Runs are in order, in
/// the file and in the view alike; what none of them holds is zeros.
public final class Pieces {
  /// A run but the last of its file has so many bytes at least, so that reading a file costs the
  /// same however it is cut.
  public static final int MIN_RUN_BYTES = 512;

  /// Heap that a run takes, in bytes.
  public static final long RUN_BYTES = 3 * Long.BYTES;

  private final long length;
  private final long[] starts;
  private final long[] offsets;
  private final long[] lengths;

  /// A run of a file.
  ///
  /// @param start in the view
  /// @param offset in the file
  /// @param length at least 1
  public record Run(long start, long offset, long length) {
    /// First byte of the view behind it.
    public long end() {
      return start + length;
    }
  }

  private Pieces(long length, List<Run> runs) {
    this.length = length;
    this.starts = runs.stream().mapToLong(Run::start).toArray();
    this.offsets = runs.stream().mapToLong(Run::offset).toArray();
    this.lengths = runs.stream().mapToLong(Run::length).toArray();
  }

  /// A file in one piece.
  public static Pieces of(long start, long length) {
    return of(length, List.of(new Run(start, 0, length)));
  }

  /// A file in several.
  ///
  /// @param length of the file
  /// @param runs of it; the first begins with the file
  /// @throws IllegalArgumentException if they are not in order, too short or not within the file
  public static Pieces of(long length, List<Run> runs) {
    long offset = 0;
    long start = 0;
    for (int i = 0; i < runs.size(); i++) {
      var run = runs.get(i);
      boolean isShort = run.length() < (i + 1 < runs.size() ? MIN_RUN_BYTES : 1);
      if (run.offset() < offset
          || run.start() < start
          || isShort
          || run.length() > length - run.offset()
          || run.length() > Long.MAX_VALUE - run.start()) {
        throw new IllegalArgumentException("runs must be in order and within a file: " + run);
      }
      offset = run.offset() + run.length();
      start = run.end();
    }
    if (runs.isEmpty() || runs.getFirst().offset() != 0) {
      throw new IllegalArgumentException("a file must begin with its first run");
    }
    return new Pieces(length, runs);
  }

  /// Length of the file.
  public long lengthBytes() {
    return length;
  }

  /// How many runs there are.
  public int size() {
    return starts.length;
  }

  /// Whether it is one, of the whole file.
  public boolean isWhole() {
    return size() == 1 && lengths[0] == length;
  }

  /// A run, counted from 0.
  public Run run(int index) {
    return new Run(starts[index], offsets[index], lengths[index]);
  }

  /// Where in the view the file begins.
  public long start() {
    return starts[0];
  }

  /// First byte of the view behind the last run.
  public long end() {
    return run(size() - 1).end();
  }

  /// The runs, in order.
  public List<Run> runs() {
    return IntStream.range(0, size()).mapToObj(this::run).toList();
  }

  /// Looks from a position of the view on.
  ///
  /// @return how many bytes of a run are there; or, negative, how many of none: as many as there
  ///     can
  ///     be behind the last run
  public long follow(long position) {
    int run = lastAt(starts, position);
    if (run >= 0 && position < starts[run] + lengths[run]) {
      return starts[run] + lengths[run] - position;
    }
    return run + 1 < size() ? position - starts[run + 1] : -Long.MAX_VALUE;
  }

  /// Where in the file a position of the view stands, which is one of a run.
  public long offsetOf(long position) {
    int run = lastAt(starts, position);
    return position - starts[run] + offsets[run];
  }

  private static int lastAt(long[] ascending, long value) {
    int index = Arrays.binarySearch(ascending, value);
    return index >= 0 ? index : -index - 2;
  }

  /// The file.
  ///
  /// @param view the bytes that the runs are of
  public ByteSource over(ByteSource view) {
    return isWhole() && start() == 0 ? view : new Source(view);
  }

  /// The file, as bytes of the view.
  private final class Source implements ByteSource {
    private final ByteSource view;

    private Source(ByteSource view) {
      this.view = view;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      if (position >= length) {
        return -1;
      }
      int run = lastAt(offsets, position);
      long within = position - offsets[run];
      if (within < lengths[run]) {
        return read(starts[run] + within, lengths[run] - within, target);
      }
      long next = run + 1 < size() ? offsets[run + 1] : length;
      int zeros = (int) Math.min(target.remaining(), next - position);
      target.put(new byte[zeros]);
      return zeros;
    }

    private int read(long position, long most, ByteBuffer target) throws IOException {
      int limit = target.limit();
      if (target.remaining() > most) {
        target.limit(target.position() + (int) most);
      }
      try {
        return view.read(position, target);
      } finally {
        target.limit(limit);
      }
    }
  }
}
