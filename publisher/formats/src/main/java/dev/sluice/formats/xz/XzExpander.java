package dev.sluice.formats.xz;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.SingleXZInputStream;
import org.tukaani.xz.XZIOException;

/// Takes a stream apart, in pure Java.
public final class XzExpander {
  private static final int BUFFER_BYTES = 1 << 14;
  private static final int BYTES_PER_KIB = 1024;

  /// What an expansion needs besides the dictionary.
  public static final long OWN_MEMORY_BYTES = 1 << 18;

  private XzExpander() {}

  /// Writes the contents of the stream that `source` holds from its next byte on.
  ///
  /// A stream that is damaged ends in a refusal; some of its contents may have been written by
  /// then.
  ///
  /// @param compressedBytes length of the stream; no byte behind is read
  /// @param maxMemoryBytes what the decoder may need: the dictionary (8 MiB for `xz -6`), and 256
  ///     KiB
  /// @return length of the contents
  /// @throws MalformedPatchException if no stream of that length stands there, or one that needs
  ///     more memory
  public static long expand(
      InputStream source, long compressedBytes, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    var bounded = new Bounded(source, compressedBytes);
    long contentsBytes = 0;
    try {
      var stream = new SingleXZInputStream(bounded, limitKib(maxMemoryBytes));
      var buffer = new byte[BUFFER_BYTES];
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        contents.write(buffer, 0, count);
        contentsBytes += count;
      }
    } catch (XZIOException | EOFException e) {
      throw MalformedPatchException.corrupt(
          compressedBytes - bounded.left, "a stream of xz must be whole: " + e.getMessage());
    }
    if (bounded.left > 0) {
      throw MalformedPatchException.corrupt(
          compressedBytes - bounded.left, "a stream of xz must end with its last byte");
    }
    return contentsBytes;
  }

  public static int limitKib(long maxMemoryBytes) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(0, maxMemoryBytes / BYTES_PER_KIB));
  }

  /// Reads no further than the stream goes.
  private static final class Bounded extends InputStream {
    private final InputStream source;
    private long left;

    Bounded(InputStream source, long left) {
      this.source = source;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      int next = left > 0 ? source.read() : -1;
      left -= next < 0 ? 0 : 1;
      return next;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      if (left <= 0 && count > 0) {
        return -1;
      }
      int read = source.read(target, offset, (int) Math.min(count, left));
      left -= Math.max(read, 0);
      return read;
    }
  }
}
