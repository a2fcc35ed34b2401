package dev.sluice.diff.deflate;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The contents of a raw deflate stream.
///
/// The platform's inflater writes them: unlike deflating, inflating has but one right result.
public final class DeflateContents {
  private static final int BUFFER_BYTES = 1 << 15;

  private DeflateContents() {}

  /// Writes the contents of the stream in `[start, end)`.
  ///
  /// @throws MalformedPatchException if there is no stream that ends at `end`
  public static void write(MemorySegment compressed, long start, long end, ByteSink sink)
      throws IOException, MalformedPatchException {
    if (writeTo(compressed, start, end, sink) != end) {
      throw broken();
    }
  }

  /// Writes the contents of the stream that begins at `start`.
  ///
  /// @return where it ends
  /// @throws MalformedPatchException if there is no stream that ends at `maxEnd` or before
  static long writeTo(MemorySegment compressed, long start, long maxEnd, ByteSink sink)
      throws IOException, MalformedPatchException {
    var input = new byte[BUFFER_BYTES];
    var output = new byte[BUFFER_BYTES];
    try (var inflater = new Inflater(true)) {
      long at = start;
      while (!inflater.finished()) {
        int count = inflater.inflate(output);
        sink.write(output, 0, count);
        if (count == 0 && !inflater.finished()) {
          int read = (int) Math.min(input.length, maxEnd - at);
          if (read == 0 || inflater.needsDictionary()) {
            throw broken();
          }
          MemorySegment.copy(compressed, ValueLayout.JAVA_BYTE, at, input, 0, read);
          inflater.setInput(input, 0, read);
          at += read;
        }
      }
      return at - inflater.getRemaining();
    } catch (DataFormatException _) {
      throw broken();
    }
  }

  private static MalformedPatchException broken() {
    return MalformedPatchException.corrupt(0, "a stream must be a whole deflate stream");
  }
}
