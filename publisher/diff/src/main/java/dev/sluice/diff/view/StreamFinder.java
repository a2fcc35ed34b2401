package dev.sluice.diff.view;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.sluice.diff.classfile.ClassAnalysis;
import dev.sluice.diff.squashfs.SquashfsBlocks;
import dev.sluice.diff.squashfs.SquashfsListing;
import dev.sluice.diff.stream.SegmentInput;
import dev.sluice.diff.zstd.ZstdAnalysis;
import dev.sluice.formats.StreamKind;
import dev.sluice.formats.classfile.ClassFormat;
import dev.sluice.formats.deflate.Inflation;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.Adler32;
import org.tukaani.xz.SingleXZInputStream;

/// Finds compressed streams by their signatures, wherever they stand, and those of zlib by their
/// checksum as well.
///
/// A stream counts when it can be taken apart to its end; the search goes on behind it. Attempts
/// that fail may cost [#MAX_WASTE_FACTOR] times the region's length, so that no file makes the
/// search quadratic.
final class StreamFinder {
  private static final int MAX_WASTE_FACTOR = 4;
  private static final long MIN_WASTE_BYTES = 1 << 24;
  private static final int MIN_STREAM_BYTES = 24;

  /// First bytes of the signatures below.
  private static final String SIGNATURE_STARTS = "Ph\u001f\u00fd\u0002\u00ca(x";

  private static final int ZIP = 0x04034b50;
  private static final int ZIP_HEADER_BYTES = 30;
  private static final int GZIP = 0x00088b1f;
  private static final int GZIP_HEADER_BYTES = 10;
  private static final int GZIP_CRC = 2;
  private static final int GZIP_EXTRA = 4;
  private static final int GZIP_NAME = 8;
  private static final int GZIP_COMMENT = 16;
  private static final int SQUASHFS = 0x73717368;

  /// Deflate with a window of 32 KiB and no dictionary, at any level (RFC 1950, section 2.2).
  private static final Set<Integer> ZLIB = Set.of(0x0178, 0x5e78, 0x9c78, 0xda78);

  private static final int ZLIB_HEAD_BYTES = 2;
  private static final int ZLIB_BYTES = 6;
  private static final int XZ = 0x587a37fd;
  private static final int CLASS = Integer.reverseBytes(ClassFormat.MAGIC);
  private static final int LZ4 = 0x184c2102;
  private static final int LZ4_BLOCK_BYTES = 1 << 23;
  private static final int ZSTD = 0xfd2fb528;
  private static final int ZSTD_MEMORY_BYTES = 1 << 28;
  private static final int XZ_MEMORY_KIB = 1 << 18;

  private final MemorySegment region;
  private final long length;
  private final long maxContentsBytes;
  private final List<FoundStream> found = new ArrayList<>();
  private long contentsBytes;
  private long waste;

  private StreamFinder(MemorySegment region, long maxContentsBytes) {
    this.region = region;
    this.length = region.byteSize();
    this.maxContentsBytes = maxContentsBytes;
  }

  /// The streams of a region, in order, none within another.
  ///
  /// @param maxContentsBytes a stream that holds more is left alone
  static List<FoundStream> find(MemorySegment region, long maxContentsBytes) throws IOException {
    var finder = new StreamFinder(region, maxContentsBytes);
    finder.run();
    return finder.found;
  }

  private void run() throws IOException {
    long maxWaste = MAX_WASTE_FACTOR * length + MIN_WASTE_BYTES;
    long at = 0;
    while (at + MIN_STREAM_BYTES < length && waste <= maxWaste) {
      byte first = region.get(JAVA_BYTE, at);
      boolean mayBegin = SIGNATURE_STARTS.indexOf(first & 0xff) >= 0;
      long end = mayBegin ? streamAt(at) : -1;
      at = end < 0 ? at + 1 : end;
    }
  }

  /// Where the stream ends whose signature stands here; -1 if there is none.
  private long streamAt(long at) throws IOException {
    int word = intAt(at);
    if (word == ZIP) {
      return tryStream(StreamKind.DEFLATE, zipStream(at));
    }
    if ((word & 0xffffff) == GZIP) {
      return tryStream(StreamKind.DEFLATE, gzipStream(at));
    }
    if (word == XZ && shortAt(at + Integer.BYTES) == 0x5a) {
      return tryStream(StreamKind.XZ, at);
    }
    if (word == SQUASHFS) {
      return squashfs(at);
    }
    if (word == CLASS) {
      return tryStream(StreamKind.CLASS, at);
    }
    if (word == ZSTD) {
      return tryStream(StreamKind.ZSTD, at);
    }
    if (word == LZ4) {
      return tryStream(StreamKind.LZ4, at);
    }
    return ZLIB.contains(word & 0xffff) ? tryZlib(at + ZLIB_HEAD_BYTES) : -1;
  }

  /// Two bytes are met by chance in every file: only its checksum tells a stream of zlib, as it
  /// stands in PDF and PNG files and in executables' debug sections.
  private long tryZlib(long start) throws IOException {
    var checksum = new Adler32();
    contentsBytes = 0;
    try {
      long bytes =
          Inflation.expand(
              input(start),
              length - start,
              (contents, offset, count) -> {
                count(count);
                checksum.update(contents, offset, count);
              });
      long end = start + bytes;
      if (end + Integer.BYTES <= length
          && Integer.reverseBytes(intAt(end)) == (int) checksum.getValue()) {
        if (contentsBytes > 0) {
          add(StreamKind.DEFLATE, start, bytes);
        }
        return end + Integer.BYTES;
      }
    } catch (MalformedPatchException _) {
      // It only looked like one.
    }
    waste += contentsBytes + ZIP_HEADER_BYTES;
    return -1;
  }

  /// The blocks of a squashfs image, each of which is a stream of its own.
  private long squashfs(long at) throws IOException {
    if (!(SquashfsBlocks.list(SquashfsBlocks.source(region), at, length)
        instanceof SquashfsListing.Found image)) {
      return -1;
    }
    for (var block : image.blocks()) {
      long start = at + block.position();
      int bytes = block.compressedBytes();
      switch (image.compressor()) {
        case GZIP -> add(StreamKind.DEFLATE, start + ZLIB_HEAD_BYTES, bytes - ZLIB_BYTES);
        case XZ -> add(StreamKind.XZ, start, bytes);
        case ZSTD -> add(StreamKind.ZSTD, start, bytes);
        case LZ4 -> add(StreamKind.LZ4_BLOCK, start, bytes);
        case LZMA, LZO -> {} // SquashfsBlocks lists none
      }
    }
    return at + image.lengthBytes();
  }

  private void add(StreamKind kind, long start, long bytes) {
    if (bytes >= MIN_STREAM_BYTES) {
      found.add(new FoundStream(kind, start, bytes));
    }
  }

  private long zipStream(long at) {
    if (at + ZIP_HEADER_BYTES > length || (shortAt(at + 6) & 1) != 0 || shortAt(at + 8) != 8) {
      return -1;
    }
    return at + ZIP_HEADER_BYTES + shortAt(at + 26) + shortAt(at + 28);
  }

  private long gzipStream(long at) {
    int flags = region.get(JAVA_BYTE, at + 3);
    long start = at + GZIP_HEADER_BYTES;
    if ((flags & GZIP_EXTRA) != 0 && start + 2 < length) {
      start += 2 + shortAt(start);
    }
    for (int text : new int[] {GZIP_NAME, GZIP_COMMENT}) {
      if ((flags & text) != 0) {
        while (start < length && region.get(JAVA_BYTE, start) != 0) {
          start++;
        }
        start++;
      }
    }
    return (flags & GZIP_CRC) != 0 ? start + 2 : start;
  }

  private long tryStream(StreamKind kind, long start) throws IOException {
    if (start < 0 || start + MIN_STREAM_BYTES > length) {
      return -1;
    }
    contentsBytes = 0;
    OptionalLong end = findEnd(kind, start);
    if (end.isEmpty()) {
      waste += contentsBytes + ZIP_HEADER_BYTES;
      return -1;
    }
    if (contentsBytes > 0 && end.getAsLong() - start >= MIN_STREAM_BYTES) {
      found.add(new FoundStream(kind, start, end.getAsLong() - start));
    }
    return end.getAsLong();
  }

  private OptionalLong findEnd(StreamKind kind, long start) throws IOException {
    try {
      long bytes =
          switch (kind) {
            case DEFLATE ->
                Inflation.expand(input(start), length - start, (_, _, count) -> count(count));
            case LZ4 -> lz4Bytes(start);
            case XZ -> xzBytes(start);
            case ZSTD -> zstdBytes(start);
            case CLASS -> classBytes(start);
            case LZ4_BLOCK -> throw new IllegalStateException("it has no signature");
            case DEFLATED_CLASS -> throw new IllegalStateException("it is found as DEFLATE");
          };
      return bytes > 0 ? OptionalLong.of(start + bytes) : OptionalLong.empty();
    } catch (MalformedPatchException _) {
      return OptionalLong.empty();
    }
  }

  private void count(int count) throws MalformedPatchException {
    contentsBytes += count;
    if (contentsBytes > maxContentsBytes) {
      throw MalformedPatchException.corrupt(0, "a stream of at most " + maxContentsBytes);
    }
  }

  /// Blocks follow each other without an end mark: the last one is not full, or nothing that could
  /// be a block follows.
  private long lz4Bytes(long start) throws IOException {
    var magic = region.asSlice(start, Integer.BYTES).toArray(JAVA_BYTE);
    long end = start + Integer.BYTES;
    boolean isFull = true;
    while (isFull && end + Integer.BYTES < length) {
      long blockBytes = Integer.BYTES + (intAt(end) & 0xffff_ffffL);
      if (end + blockBytes > length || blockBytes == Integer.BYTES) {
        break;
      }
      long before = contentsBytes;
      try (var block = new SequenceInputStream(new ByteArrayInputStream(magic), input(end))) {
        StreamKind.LZ4.expand(
            block, Integer.BYTES + blockBytes, Long.MAX_VALUE, (_, _, count) -> count(count));
      } catch (MalformedPatchException _) {
        break;
      }
      end += blockBytes;
      isFull = contentsBytes - before == LZ4_BLOCK_BYTES;
    }
    return contentsBytes == 0 ? 0 : end - start;
  }

  private long xzBytes(long start) throws IOException, MalformedPatchException {
    var source = new CountingInput(input(start));
    try {
      var buffer = new byte[1 << 14];
      var stream = new SingleXZInputStream(source, XZ_MEMORY_KIB);
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        count(count);
      }
    } catch (IOException e) {
      throw MalformedPatchException.corrupt(0, "a stream of xz: " + e.getMessage());
    }
    return source.count;
  }

  private long zstdBytes(long start) throws IOException, MalformedPatchException {
    long bytes = ZstdAnalysis.lengthBytes(region, start);
    if (bytes > 0) {
      StreamKind.ZSTD.expand(input(start), bytes, ZSTD_MEMORY_BYTES, (_, _, count) -> count(count));
    }
    return bytes;
  }

  private long classBytes(long start) throws IOException, MalformedPatchException {
    return ClassAnalysis.lengthBytes(region, start, (_, _, count) -> count(count));
  }

  private InputStream input(long start) {
    return new SegmentInput(region, start);
  }

  private int intAt(long at) {
    return shortAt(at) | shortAt(at + 2) << Short.SIZE;
  }

  private int shortAt(long at) {
    return at + 2 > length
        ? 0
        : (region.get(JAVA_BYTE, at) & 0xff) | (region.get(JAVA_BYTE, at + 1) & 0xff) << Byte.SIZE;
  }

  /// Counts what is read.
  private static final class CountingInput extends InputStream {
    private final InputStream source;
    private long count;

    private CountingInput(InputStream source) {
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      int value = source.read();
      count += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = source.read(target, offset, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
