package dev.sluice.formats.zstd;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Takes a frame apart.
public final class ZstdExpander {
  private static final int BUFFER_BYTES = 1 << 16;

  /// What an expansion needs besides the window: the decoder's tables and blocks, and buffers.
  private static final long OWN_MEMORY_BYTES = 1 << 20;

  /// The decoder takes no larger window.
  private static final long MAX_WINDOW_BYTES = 1L << 27;

  private final InputStream source;
  private final ByteSink contents;
  private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ByteBuffer output = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final long compressedBytes;
  private long left;
  private long contentsBytes;

  private ZstdExpander(InputStream source, long compressedBytes, ByteSink contents) {
    this.source = source;
    this.compressedBytes = compressedBytes;
    this.left = compressedBytes;
    this.contents = contents;
  }

  /// Writes the contents of the frame that `source` holds from its next byte on.
  ///
  /// A frame that is damaged ends in a refusal; some of its contents may have been written by then.
  ///
  /// @param compressedBytes length of the frame; no byte behind is read
  /// @param maxMemoryBytes what the decoder may need: the window (8 MiB for level 19), and 1 MiB
  /// @return length of the contents
  /// @throws MalformedPatchException if no frame of that length stands there, or one that needs
  ///     more memory, or a dictionary
  public static long expand(
      InputStream source, long compressedBytes, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    return new ZstdExpander(source, compressedBytes, contents).run(maxMemoryBytes);
  }

  /// What expanding the frame at `start` needs; 0 if there is none.
  public static long memoryBytes(MemorySegment file, long start) {
    return ZstdFrame.read(file, start).map(ZstdExpander::memoryBytes).orElse(0L);
  }

  public static long memoryBytes(ZstdFrame frame) {
    return frame.windowBytes() + OWN_MEMORY_BYTES;
  }

  private long run(long maxMemoryBytes) throws IOException, MalformedPatchException {
    requireRoom(maxMemoryBytes);
    try (var decoder = new ZstdDecompressCtx()) {
      boolean hasEnded = false;
      while (!hasEnded) {
        fill();
        hasEnded = decoder.decompressDirectByteBufferStream(output, input);
        boolean isStuck = !hasEnded && output.position() == 0 && left == 0;
        if (isStuck && !input.hasRemaining()) {
          throw corrupt("a stream of zstd must be whole");
        }
        write();
      }
    } catch (ZstdException e) {
      throw corrupt("a stream of zstd must be whole: " + e.getMessage());
    } catch (LinkageError _) {
      throw corrupt("a device that can load libzstd, which takes zstd streams apart");
    }
    if (left > 0 || input.hasRemaining()) {
      throw corrupt("a stream of zstd must end with its last byte");
    }
    return contentsBytes;
  }

  /// Reads the beginning, and what the header says.
  private void requireRoom(long maxMemoryBytes) throws IOException, MalformedPatchException {
    input.limit(0);
    fill();
    var head = new byte[Math.min(ZstdFrame.MAX_HEADER_BYTES, input.remaining())];
    input.get(0, head);
    var frame = ZstdFrame.read(MemorySegment.ofArray(head), 0);
    if (frame.isEmpty()) {
      throw corrupt("a stream of zstd must start with its header");
    }
    long window = frame.orElseThrow().windowBytes();
    if (window > MAX_WINDOW_BYTES || window > maxMemoryBytes - OWN_MEMORY_BYTES) {
      throw corrupt(
          "a stream of zstd must be taken apart in %d bytes of memory, its window is %d"
              .formatted(maxMemoryBytes, window));
    }
  }

  /// Reads until the buffer is full or the frame has ended.
  private void fill() throws IOException, MalformedPatchException {
    input.compact();
    while (left > 0 && input.hasRemaining()) {
      int count = source.read(buffer, 0, (int) Math.min(left, input.remaining()));
      if (count <= 0) {
        throw corrupt("a stream of zstd must be whole");
      }
      input.put(buffer, 0, count);
      left -= count;
    }
    input.flip();
  }

  private void write() throws IOException, MalformedPatchException {
    output.flip();
    int count = output.remaining();
    output.get(buffer, 0, count);
    output.clear();
    contents.write(buffer, 0, count);
    contentsBytes += count;
  }

  private MalformedPatchException corrupt(String rule) {
    return MalformedPatchException.corrupt(compressedBytes - left - input.remaining(), rule);
  }
}
