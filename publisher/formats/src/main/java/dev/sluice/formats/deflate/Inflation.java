package dev.sluice.formats.deflate;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Takes raw deflate streams apart, which every inflater does alike.
public final class Inflation {
  private static final int BUFFER_BYTES = 1 << 14;

  private Inflation() {}

  /// Writes the contents of a stream.
  ///
  /// @param maxCompressedBytes where it has to end at the latest
  /// @return length of the stream
  /// @throws MalformedPatchException if there is no whole stream
  public static long expand(InputStream source, long maxCompressedBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    var compressed = new byte[BUFFER_BYTES];
    var inflated = new byte[BUFFER_BYTES];
    try (var inflater = new Inflater(true)) {
      long left = maxCompressedBytes;
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          int count = source.read(compressed, 0, (int) Math.min(left, BUFFER_BYTES));
          if (count <= 0 || inflater.needsDictionary()) {
            throw corrupt(inflater);
          }
          inflater.setInput(compressed, 0, count);
          left -= count;
        }
        contents.write(inflated, 0, inflater.inflate(inflated));
      }
      return inflater.getBytesRead();
    } catch (DataFormatException e) {
      throw MalformedPatchException.corrupt(0, "a deflate stream at its place in the base");
    }
  }

  private static MalformedPatchException corrupt(Inflater inflater) {
    return MalformedPatchException.corrupt(
        inflater.getBytesRead(), "a deflate stream that ends in the base");
  }
}
