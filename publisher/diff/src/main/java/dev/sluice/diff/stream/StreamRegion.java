package dev.sluice.diff.stream;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.sluice.formats.StreamFormat;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// A region in which streams are looked for, and those that were found.
public final class StreamRegion {
  /// Shorter ones are not worth it.
  public static final int MIN_STREAM_BYTES = 24;

  /// What a failed attempt costs besides its contents.
  private static final int ATTEMPT_BYTES = 30;

  private final MemorySegment bytes;
  private final long maxContentsBytes;
  private final List<FoundStream> found = new ArrayList<>();
  private long contentsBytes;
  private long waste;

  /// @param maxContentsBytes a stream that holds more is left alone
  public StreamRegion(MemorySegment bytes, long maxContentsBytes) {
    this.bytes = bytes;
    this.maxContentsBytes = maxContentsBytes;
  }

  /// What the region holds.
  public MemorySegment bytes() {
    return bytes;
  }

  /// Its length.
  public long lengthBytes() {
    return bytes.byteSize();
  }

  /// Reads it from a position on.
  public InputStream input(long start) {
    return new SegmentInput(bytes, start);
  }

  /// Four bytes, the lowest first; zeros behind the end.
  public int intAt(long at) {
    return shortAt(at) | shortAt(at + 2) << Short.SIZE;
  }

  /// Two bytes, the lowest first; zeros behind the end.
  public int shortAt(long at) {
    return at + 2 > lengthBytes()
        ? 0
        : (bytes.get(JAVA_BYTE, at) & 0xff) | (bytes.get(JAVA_BYTE, at + 1) & 0xff) << Byte.SIZE;
  }

  /// The streams found so far, in order.
  public List<FoundStream> found() {
    return found;
  }

  /// What attempts have cost that failed.
  public long wasteBytes() {
    return waste;
  }

  /// Tells how long a stream is by taking it apart.
  @FunctionalInterface
  public interface Attempt {
    /// @param counter takes the contents
    /// @return length of the stream; 0 if there is none
    /// @throws MalformedPatchException if there is none
    long lengthBytes(ByteSink counter) throws IOException, MalformedPatchException;
  }

  /// Adds the stream at a position if it can be taken apart.
  ///
  /// @return where it ends; -1 if there is none
  public long tryStream(StreamFormat format, long start, Attempt attempt) throws IOException {
    if (start < 0 || start + MIN_STREAM_BYTES > lengthBytes()) {
      return -1;
    }
    contentsBytes = 0;
    long length = lengthBytes(attempt);
    if (length <= 0) {
      waste += contentsBytes + ATTEMPT_BYTES;
      return -1;
    }
    if (contentsBytes > 0) {
      add(format, start, length);
    }
    return start + length;
  }

  private long lengthBytes(Attempt attempt) throws IOException {
    try {
      return attempt.lengthBytes((_, _, count) -> count(count));
    } catch (MalformedPatchException _) {
      return 0;
    }
  }

  private void count(int count) throws MalformedPatchException {
    contentsBytes += count;
    if (contentsBytes > maxContentsBytes) {
      throw MalformedPatchException.corrupt(0, "a stream of at most " + maxContentsBytes);
    }
  }

  /// Adds a stream that is known to stand there, unless it is short.
  public void add(StreamFormat format, long start, long lengthBytes) {
    if (lengthBytes >= MIN_STREAM_BYTES) {
      found.add(new FoundStream(format, start, lengthBytes));
    }
  }
}
