package dev.sluice.delta.container;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Finds the deflate streams in a zip file without its directory.
///
/// The rule, which differ and device must follow alike: going through the bytes in order, wherever
/// a local file header (signature `50 4b 03 04`) for method 8 without encryption stands, a stream
/// may start behind its name and extra field. It is one if it inflates to its end within
/// [#MAX_INFLATED_BYTES] and within the file; the search then goes on behind it. Otherwise it goes
/// on behind the signature. Prefixes, descriptors, gaps and archives stored in archives need no
/// rule of their own. Attempts that fail may cost [#MAX_WASTE_FACTOR] times the file's length, plus
/// [#MIN_WASTE_BYTES], counted in bytes taken and made; then the search ends, so that no file makes
/// it quadratic.
public final class DeflateScan implements AutoCloseable {
  /// A stream that holds more is left as it is.
  public static final long MAX_INFLATED_BYTES = 1L << 31;

  static final int MAX_WASTE_FACTOR = 4;
  static final long MIN_WASTE_BYTES = 1 << 24;

  private static final int SIGNATURE = 0x04034b50;
  private static final int HEADER_BYTES = 30;
  private static final int FLAGS_AT = 6;
  private static final int METHOD_AT = 8;
  private static final int NAME_LENGTH_AT = 26;
  private static final int EXTRA_LENGTH_AT = 28;
  private static final int METHOD_DEFLATE = 8;
  private static final int BUFFER_BYTES = 1 << 15;

  private final ByteSource source;
  private final long length;
  private final Inflater inflater = new Inflater(true);
  private final byte[] window = new byte[BUFFER_BYTES];
  private final byte[] compressed = new byte[BUFFER_BYTES];
  private final byte[] inflated = new byte[BUFFER_BYTES];
  private long windowStart;
  private int windowLength;
  private long waste;

  /// Takes the inflated bytes of what may be a stream, and then the verdict.
  public interface Visitor {
    /// A stream may start here; what came since the last one is not part of any.
    void begin(long start) throws IOException;

    /// The next inflated bytes are the first `count` of `bytes`.
    void inflated(byte[] bytes, int count) throws IOException;

    /// It was a stream, and ends before `end`.
    void accept(long end, long inflatedBytes) throws IOException;

    /// It was none.
    void reject() throws IOException;
  }

  /// Prepares a scan over the first `length` bytes of `source`.
  public DeflateScan(ByteSource source, long length) {
    this.source = source;
    this.length = length;
  }

  /// Scans all bytes, in order.
  public void run(Visitor visitor) throws IOException {
    long maxWaste = MAX_WASTE_FACTOR * length + MIN_WASTE_BYTES;
    long at = findSignature(0);
    while (at >= 0 && waste <= maxWaste) {
      long start = streamStart(at);
      long end = start < 0 ? -1 : inflate(start, visitor);
      at = findSignature(end < 0 ? at + Integer.BYTES : end);
    }
  }

  private long findSignature(long from) throws IOException {
    for (long at = from; at + HEADER_BYTES <= length; ) {
      load(at);
      int limit = windowLength - Integer.BYTES;
      for (int i = (int) (at - windowStart); i <= limit; i++) {
        if (window[i] == 'P' && intAt(i) == SIGNATURE) {
          return windowStart + i;
        }
      }
      at = windowStart + Math.max(limit + 1, 1);
    }
    return -1;
  }

  /// Makes the window hold a whole header from `at` on, or all that there is.
  private void load(long at) throws IOException {
    if (at >= windowStart && at + HEADER_BYTES <= windowStart + windowLength) {
      return;
    }
    windowLength = (int) Math.min(BUFFER_BYTES, length - at);
    windowStart = at;
    source.readFully(at, window, windowLength);
  }

  private int intAt(int index) {
    return shortAt(index) | (shortAt(index + 2) << Short.SIZE);
  }

  private int shortAt(int index) {
    return (window[index] & 0xff) | ((window[index + 1] & 0xff) << Byte.SIZE);
  }

  private long streamStart(long header) throws IOException {
    if (header + HEADER_BYTES > length) {
      return -1;
    }
    load(header);
    int index = (int) (header - windowStart);
    boolean isPlain = (shortAt(index + FLAGS_AT) & 1) == 0;
    if (!isPlain || shortAt(index + METHOD_AT) != METHOD_DEFLATE) {
      return -1;
    }
    long start =
        header + HEADER_BYTES + shortAt(index + NAME_LENGTH_AT) + shortAt(index + EXTRA_LENGTH_AT);
    return start < length ? start : -1;
  }

  /// Where the stream at `start` ends, or -1 if there is none.
  private long inflate(long start, Visitor visitor) throws IOException {
    inflater.reset();
    visitor.begin(start);
    long read = start;
    try {
      while (!inflater.finished() && inflater.getBytesWritten() <= MAX_INFLATED_BYTES) {
        if (inflater.needsInput()) {
          int count = (int) Math.min(compressed.length, length - read);
          if (count == 0) {
            break;
          }
          source.readFully(read, compressed, count);
          inflater.setInput(compressed, 0, count);
          read += count;
        }
        int count = inflater.inflate(inflated);
        visitor.inflated(inflated, count);
        if (inflater.needsDictionary()) {
          break;
        }
      }
    } catch (DataFormatException e) {
      return reject(visitor);
    }
    if (!inflater.finished() || inflater.getBytesWritten() > MAX_INFLATED_BYTES) {
      return reject(visitor);
    }
    long end = start + inflater.getBytesRead();
    visitor.accept(end, inflater.getBytesWritten());
    return end;
  }

  private long reject(Visitor visitor) throws IOException {
    waste += inflater.getBytesRead() + inflater.getBytesWritten() + HEADER_BYTES;
    visitor.reject();
    return -1;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
