package dev.sluice.formats.executable;

import java.io.IOException;
import java.util.Arrays;

/// The type descriptions of a Linux kernel (BTF), whose records refer to each other by number.
///
/// Linux, Documentation/bpf/btf.rst. A type has no address, so its number is taken for one, far
/// from all others.
public final class TypeTable {
  /// Address of type 0.
  public static final long FIRST = 1L << 61;

  private static final int MAX_MARKS = 1 << 12;
  private static final long SHORTEST_STRIDE = 1024;
  private static final int MAGIC = 0x0001eb9f;
  private static final long HEADER_LENGTH = 24;
  public static final int RECORD_LENGTH = 12;
  private static final int MOST_TYPES = 1 << 24;

  private final Window window;
  private final Range range;
  private final long types;
  private final long end;
  private final long strings;
  private final long stride;
  private final int[] marks;

  /// The number of the type at each mark.
  private final int[] firsts;

  private int count;

  private TypeTable(Window window, Range range) throws IOException {
    this.window = window;
    this.range = range;
    boolean isKnown = range.length() > HEADER_LENGTH && window.int32(range.offset()) == MAGIC;
    long start = range.offset() + (isKnown ? word(range.offset() + 4) : 0);
    long last = range.offset() + range.length();
    types = Math.min(last, start + (isKnown ? word(range.offset() + 8) : 0));
    end = Math.min(last, types + (isKnown ? word(range.offset() + 12) : 0));
    strings = Math.min(last, start + (isKnown ? word(range.offset() + 16) : 0));
    long step = SHORTEST_STRIDE;
    while ((end - types) / step >= MAX_MARKS) {
      step *= 2;
    }
    stride = step;
    marks = new int[(int) ((end - types) / stride) + 1];
    firsts = new int[marks.length];
  }

  /// Walks over the types in `range`.
  static TypeTable of(Range range, Window window) throws IOException {
    var table = new TypeTable(window, range);
    table.mark();
    return table;
  }

  private long word(long at) throws IOException {
    return window.int32(at) & 0xffffffffL;
  }

  private void mark() throws IOException {
    int next = 0;
    long at = types;
    while (at + RECORD_LENGTH <= end && count < MOST_TYPES) {
      long following = at + length(word(at + 4));
      for (; next < marks.length && types + next * stride < following; next++) {
        marks[next] = (int) (at - types);
        firsts[next] = count + 1;
      }
      count++;
      at = following;
    }
    Arrays.fill(marks, next, marks.length, (int) (at - types));
    Arrays.fill(firsts, next, marks.length, count + 1);
  }

  private static int kind(long info) {
    return (int) (info >>> 24) & 0x1f;
  }

  private static long length(long info) {
    long entries = info & 0xffff;
    return RECORD_LENGTH
        + switch (kind(info)) {
          case 1, 14, 17 -> 4;
          case 3 -> 12;
          case 4, 5, 15, 19 -> 12 * entries;
          case 6, 13 -> 8 * entries;
          default -> 0;
        };
  }

  /// Addresses of the types, as those of a range.
  Range numbers() {
    return new Range(
        0, Range.Content.OPAQUE, FIRST, 0, Math.max(1, count + 1), true, false, 0, -1, 0);
  }

  /// The number of the first type that begins at or behind `offset`.
  int firstFrom(long offset) throws IOException {
    if (offset >= end) {
      return count + 1;
    }
    int mark = (int) (Math.max(0, offset - types) / stride);
    int number = firsts[mark];
    long at = types + marks[mark];
    while (at < offset && number <= count) {
      at += length(word(at + 4));
      number++;
    }
    return number;
  }

  /// Where the type with this number begins.
  public long position(int number) throws IOException {
    int found = Arrays.binarySearch(firsts, number);
    int mark = Math.max(0, found >= 0 ? found : -found - 2);
    long at = types + marks[mark];
    for (int i = firsts[mark]; i < number && i <= count; i++) {
      at += length(word(at + 4));
    }
    return at;
  }

  /// The type that the one at `position` points to, qualifies or renames; 0 if it does not.
  public int referredBy(long position) throws IOException {
    int kind = kind(word(position + 4));
    int number = window.int32(position + 8);
    boolean refers = kind == 2 || (kind >= 8 && kind <= 11);
    return refers && number > 0 && number <= count ? number : 0;
  }

  /// Adds the fields that begin in `[from, to)`.
  void find(long from, long to, FieldList fields) throws IOException {
    if (from >= end || to <= types) {
      return;
    }
    long at = types + marks[(int) (Math.max(0, from - types) / stride)];
    while (at < to && at + RECORD_LENGTH <= end) {
      long info = word(at + 4);
      long following = at + length(info);
      if (following > from) {
        findIn(at, info, from, to, fields);
      }
      at = following;
    }
  }

  private void findIn(long at, long info, long from, long to, FieldList fields) throws IOException {
    int kind = kind(info);
    addName(at, from, to, fields);
    if ((kind >= 8 && kind <= 14) || kind == 2 || kind == 17 || kind == 18) {
      addNumber(at + 8, from, to, fields);
    }
    long body = at + RECORD_LENGTH;
    if (kind == 3) {
      addNumber(body, from, to, fields);
      addNumber(body + 4, from, to, fields);
      return;
    }
    boolean isNamed = kind == 4 || kind == 5 || kind == 6 || kind == 13 || kind == 19;
    if (!isNamed && kind != 15) {
      return;
    }
    long step = kind == 6 || kind == 13 ? 8 : 12;
    long end = Math.min(to, at + length(info));
    long skipped = Math.max(0, (from - body) / step);
    for (long entry = body + skipped * step; entry < end; entry += step) {
      if (isNamed) {
        addName(entry, from, to, fields);
      } else {
        addNumber(entry, from, to, fields);
      }
      if (kind == 4 || kind == 5 || kind == 13) {
        addNumber(entry + 4, from, to, fields);
      }
    }
  }

  private void addName(long at, long from, long to, FieldList fields) throws IOException {
    int name = window.int32(at);
    long origin = strings - range.offset() + range.address();
    if (at >= from && at < to && name > 0 && range.holdsAddress(origin + name)) {
      fields.add(at, Kind.NAME, origin + name, origin, name);
    }
  }

  private void addNumber(long at, long from, long to, FieldList fields) throws IOException {
    int number = window.int32(at);
    if (at >= from && at < to && number > 0 && number <= count) {
      fields.add(at, Kind.TYPE_NUMBER, FIRST + number, FIRST, number);
    }
  }

  /// Adds the words of a list of types that begin in `[from, to)`.
  void findList(long from, long to, FieldList fields) throws IOException {
    for (long at = from; at < to; at += Integer.BYTES) {
      addNumber(at, from, to, fields);
    }
  }
}
