package dev.sluice.patch.body;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.ByteSource;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.patch.wire.PatchInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.tukaani.xz.LZMA2InputStream;
import org.tukaani.xz.XZIOException;

/// Reads a section that is coded as a raw LZMA2 stream (the XZ file format specification, section
/// 5.3.1), before
/// which a window of the base's view stands in the dictionary.
///
/// That is for what has little in common with the base, or no base: there the models of the other
/// sections would need far larger tables to learn as much, and take microseconds for each byte, on
/// the device as well.
final class DictionaryCode {
  private static final int BUFFER_BYTES = 1 << 14;
  private static final long KIB = 1024;

  private DictionaryCode() {}

  /// Memory that decoding takes, in bytes.
  static long memoryBytes(int dictionaryBits) {
    return KIB * LZMA2InputStream.getMemoryUsage(1 << dictionaryBits) + BUFFER_BYTES;
  }

  /// Reads a code to its end.
  ///
  /// @param codeBytes its length
  /// @param madeBytes what must come of it
  /// @param old the base's view
  static void decode(
      PatchInput input,
      long codeBytes,
      long madeBytes,
      int dictionaryBits,
      ByteSource old,
      Window window,
      ByteSink sink)
      throws IOException, MalformedPatchException {
    var code = new Code(input, codeBytes);
    var primed = new SequenceInputStream(new WindowChunks(old, window), code);
    var decoder = new LZMA2InputStream(primed, 1 << dictionaryBits);
    var buffer = new byte[BUFFER_BYTES];
    try {
      decoder.skipNBytes(window.lengthBytes());
      long left = madeBytes;
      while (left > 0) {
        int count = decoder.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw MalformedPatchException.corrupt(input.offset(), "sections that make what they say");
        }
        sink.write(buffer, 0, count);
        left -= count;
      }
      if (decoder.read() >= 0 || code.left > 0) {
        throw MalformedPatchException.corrupt(input.offset(), "sections of their length");
      }
    } catch (Cut e) {
      throw e.reason;
    } catch (XZIOException | EOFException e) {
      throw MalformedPatchException.corrupt(
          input.offset(), "an LZMA2 stream, not one with " + e.getMessage());
    }
  }

  /// The bytes of a code, and no further.
  private static final class Code extends InputStream {
    private final PatchInput input;
    private long left;

    private Code(PatchInput input, long length) {
      this.input = input;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0 || length == 0) {
        return length == 0 ? 0 : -1;
      }
      try {
        int count =
            input.read(target, offset, (int) Math.min(length, left), "the rest of a section");
        left -= count;
        return count;
      } catch (MalformedPatchException e) {
        throw new Cut(e);
      }
    }
  }

  /// Carries a refusal through a library that knows only failures.
  private static final class Cut extends IOException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // it never leaves this class
    private final MalformedPatchException reason;

    private Cut(MalformedPatchException reason) {
      super(reason);
      this.reason = reason;
    }
  }
}
